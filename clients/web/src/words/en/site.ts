export const site = {
  skip: 'Skip to the content',
  newRoadmap: 'New roadmap',
  language: 'Language',
};
