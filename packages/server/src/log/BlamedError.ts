/**
 * Who has to do something about a failure: who asked for it (a wrong address, a page that does not load), who runs the server
 * (a full disk, a program that is not installed), or who writes it.
 */
export type Blame = 'caller' | 'operator' | 'server';

/** How a failure is logged: an `error` is one that the server itself is at fault for. */
export const LEVEL_OF = { caller: 'info', operator: 'warn', server: 'error' } as const satisfies Record<Blame, string>;

/** An error that knows whose it is. */
export class BlamedError extends Error {
	readonly blame: Blame;

	constructor(blame: Blame, message: string, options?: ErrorOptions) {
		super(message, options);
		this.blame = blame;
	}
}
