export const site = {
  skip: 'Skip to the content',
  newRoadmap: 'New roadmap',
  language: 'Language',
  loading: 'Loading…',
  partMissing: 'This part of the page could not be loaded.',
  loadAgain: 'Load the page again',
};
