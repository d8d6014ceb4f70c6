export const copyButton = {
  copy: 'Copy',
  copied: 'Copied',
  refused: 'The browser lets no page copy',
};
