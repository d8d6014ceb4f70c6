export const site = {
  name: 'Roadmap',
  skip: 'Skip to the content',
  newRoadmap: 'New roadmap',
  myTasks: 'My tasks',
  pages: 'Pages',
  language: 'Language',
  loading: 'Loading…',
  partMissing: 'This part of the page could not be loaded.',
  loadAgain: 'Load the page again',
};
