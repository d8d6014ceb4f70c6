/** What an edit changed in a plan. */
export const changes = {
  new: 'new',
  moved: 'moved',
  kinds: { longer: 'longer', shorter: 'shorter' },
  hours: (kind: string, before: string) => `${kind}, was ${before} h`,
  total: (before: string, after: string) => `${before} → ${after}`,
};
