export const account = {
  account: 'Your account',
  signIn: 'Sign in',
  signOut: 'Sign out',
  signedInAs: 'Signed in as',
  heading: 'Sign in',
  atProvider: 'You sign in on the page of whoever knows you, and come back to this place.',
  withToken:
    'This server knows people by an access token. Whoever runs it gives you one. On your own machine, “dotnet user-jwts create” makes one.',
  token: 'Access token',
  tokenKept: 'It is kept in this tab, until you sign out or close it.',
  troubles: {
    ended: 'Your sign-in is not valid, or not any more. Sign in again, and go on where you were.',
    no_token: 'This is no access token. One has three parts with dots between them.',
    nothing_kept: 'Your browser lets this page keep nothing, which signing in needs. Allow it cookies and site data, and load it again.',
    provider: 'You could not be signed in. Try again, or tell whoever runs this server.',
  },
  openToEverybody: 'This server is open: anybody may see and change everything.',
  openToThisMachine: 'In development: open to everybody on this machine, and to no one else.',
  byLink: 'You watch by a link.',
  linkMay: {
    watch: 'You see everything, and change nothing.',
    review: 'You see everything, and may approve the plan or send it back.',
  },
  leaveLink: 'Use my own sign-in',
  linkEnded: {
    heading: 'This link has ended',
    why: 'It has expired, or whoever gave it to you has taken it back. Ask for a new one.',
  },
  reviewIsOthers: 'The plan waits for its review. Your link lets you read it below.',
};
