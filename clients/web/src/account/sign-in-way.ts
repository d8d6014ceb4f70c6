/** One way to sign in. */
export interface SignInWay {
  /** Who is signed in when the page begins; undefined when nobody is. */
  restore(): Promise<string | undefined>;
  /** The person's token, a fresh one where it is about to end; empty when there is none. */
  token(): Promise<string>;
  /** The token is good for nothing any more. */
  forget(): Promise<void>;
  /** Nobody is signed in any more. The page begins anew, without anything that the person saw. */
  signOut(): Promise<void>;
}
