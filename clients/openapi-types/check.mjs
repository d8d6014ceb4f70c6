// Makes TypeScript types of an OpenAPI document, as a stranger would with openapi-typescript, and type-checks a piece of code that uses
// them. Standard input: {"document": …, "use": "…"}. Prints what the compiler says; the exit code is 0 only when that is nothing.
import { text } from "node:stream/consumers";
import openapiTS, { astToString } from "openapi-typescript";
import ts from "typescript";

const { document, use } = JSON.parse(await text(process.stdin));
const files = new Map([
  ["/api.ts", astToString(await openapiTS(document, { silent: true }))],
  ["/use.ts", `import type { components, operations, paths } from "./api";\n${use}`],
]);

// Of the libraries only the language's own: the browser's takes as long to read as all the rest.
const options = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  lib: ["lib.es2022.d.ts"],
  types: [],
};
const host = ts.createCompilerHost(options);
const { fileExists, getSourceFile, readFile } = host;
host.fileExists = (name) => files.has(name) || fileExists(name);
host.readFile = (name) => files.get(name) ?? readFile(name);
host.getSourceFile = (name, version, ...rest) =>
  files.has(name) ? ts.createSourceFile(name, files.get(name), version) : getSourceFile(name, version, ...rest);

const found = ts.getPreEmitDiagnostics(ts.createProgram([...files.keys()], options, host));
for (const { file, start, messageText } of found) {
  const { line } = file.getLineAndCharacterOfPosition(start);
  const source = file.text.split("\n")[line];
  console.log(`${file.fileName}:${line + 1}: ${ts.flattenDiagnosticMessageText(messageText, " ")} | ${source}`);
}
process.exitCode = found.length === 0 ? 0 : 1;
