import type { Pipe } from './Edge.ts';
import type { View } from './View.ts';

/**
 * Those on one router who get a stream that is sent to another: they share a pipe. Packets cross while one of them wants
 * some, and the pipe is closed when the last one leaves.
 */
export class Audience {
	readonly #opening: Promise<Pipe>;
	readonly #ended: () => void;
	readonly #views = new Set<View>();
	/** Those of them who want packets. */
	readonly #wanting = new Set<View>();
	#pipe: Pipe | undefined;

	/**
	 * @param opening the pipe, which may fail
	 * @param ended is called once, when there is no pipe any more: those who come afterwards are another audience
	 */
	constructor(opening: Promise<Pipe>, ended: () => void) {
		this.#opening = opening;
		this.#ended = ended;
		opening.then((pipe) => this.#use(pipe), ended);
	}

	/**
	 * Adds one. It shares the pipe from here on, and has it when this resolves.
	 *
	 * @throws Error when the stream has ended, or one of the routers is gone
	 */
	async join(): Promise<View> {
		const view: View = {
			flow: (on) => {
				if (on && this.#views.has(view)) this.#wanting.add(view);
				else this.#wanting.delete(view);
				this.#apply();
			},
			release: () => {
				this.#views.delete(view);
				this.#wanting.delete(view);
				this.#apply();
			},
		};
		this.#views.add(view);
		try {
			const pipe = await this.#opening;
			if (pipe.closed) throw new Error('The stream has ended');
			return view;
		} catch (error) {
			view.release();
			throw error;
		}
	}

	#use(pipe: Pipe): void {
		this.#pipe = pipe;
		pipe.onClosed(this.#ended);
		this.#apply();
	}

	#apply(): void {
		const pipe = this.#pipe;
		if (pipe === undefined || pipe.closed) return;
		if (this.#views.size === 0) pipe.close();
		else pipe.flow(this.#wanting.size > 0);
	}
}
