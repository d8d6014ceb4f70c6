export const routeMap = {
  heading: 'The route',
  said: (state: string) => `, ${state}`,
  states: {
    waiting: 'waiting',
    partly: 'partly made',
    making: 'being made',
    made: 'made',
    failed: 'failed',
    learnt: 'learnt',
    next: 'next',
  },
};
