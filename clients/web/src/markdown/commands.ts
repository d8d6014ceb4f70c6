const prompt = /^(?:\([^)]*\) ?)?\$ /;

/** What is typed of a console: its commands, without their prompts and what they answered; all of it where there is no prompt. */
export function commandsIn(console: string): string {
  const typed: string[] = [];
  let goesOn = false;
  for (const line of console.split('\n')) {
    if (prompt.test(line)) typed.push(line.replace(prompt, ''));
    else if (goesOn) typed.push(line);
    else continue;
    goesOn = line.endsWith('\\');
  }
  return typed.length === 0 ? console : typed.join('\n');
}
