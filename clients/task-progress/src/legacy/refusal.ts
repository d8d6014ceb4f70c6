/** Why the server refused something: a code of the protocol and a sentence for people. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
}
