export const copyButton = {
  copy: 'Copy',
  copied: 'Copied',
};
