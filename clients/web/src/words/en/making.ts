import { units } from './units.ts';

/** A roadmap while it is made: its review, and the work on its concepts. */
export const making = {
  editing: 'Editing the plan',
  planAppears: 'The plan appears here as soon as it is designed.',
  concepts: 'Concepts',
  made: (completed: number, total: number) => `${completed} of ${total} made`,
  failed: (failed: number) => `${failed} failed`,
  unnamed: (concepts: number) => (concepts === 1 ? 'Another one is known by number only.' : `${concepts} others are known by number only.`),
  conceptStates: { waiting: 'waiting', partly: 'partly made', making: 'being made', made: 'made', failed: 'failed' },
  pieceState: (piece: string, state: string) => `${piece}: ${state}`,
  planEdited: 'The plan is being edited',
  planEditedLead: 'Your feedback is being worked in. The edited plan comes back for another look.',
  approved: 'Approved. The content is about to be written.',
  question: 'Is this the plan you want?',
  suggestions: 'Suggestions',
  quick: ['shorter', 'more practice', 'less theory', 'fewer hours a week'],
  leaveOut: (concept: string) => `leave out ${concept}`,
  feedback: 'What should be different?',
  feedbackExample: 'More practice, and leave out Docker',
  approve: 'Approve the plan',
  sendBack: 'Send it back',
  clearToApprove: 'To approve it as it is, clear the text.',
  understood: 'Understood',
  notUnderstood: 'Not understood',
  quoted: (words: string) => `“${words}”`,
  changesNothing: 'This would change nothing in the plan.',
  stays: (counted: string) => `still ${counted}`,
  becomes: (before: number, counted: string) => `${units.number(before)} → ${counted}`,
  list: (parts: readonly string[]) => parts.join(', '),
  methodOnly:
    'Nobody here knows this subject: the plan is a method for studying, and teaches nothing of the subject itself. Approve it if that ' +
    'is what you want.',
  takenFor: 'Your goal was taken for',
  didYouMean: 'Did you mean one of these?',
  whatCame: 'What came of your feedback',
  nothingChanged: 'Nothing was changed',
};
