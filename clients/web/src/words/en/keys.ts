export const keys = {
  heading: 'Keyboard shortcuts',
  help: 'Show this help',
  newRoadmap: 'Ask for a new roadmap',
  tasks: 'See my tasks',
  send: 'Send what you are writing',
  leave: 'Close a dialog, or do not cancel after all',
  singleKeys: 'Single keys work, too',
};
