import { ComposerCommand } from '@roomcast/contract/composer/commands';
import type { ComposerEvent } from '@roomcast/contract/composer/events';
import { explain } from '@roomcast/contract/validate';
import { Compile } from 'typebox/compile';

const command = Compile(ComposerCommand);

/** The part of `process` that talks to the parent. */
export interface IpcPort {
	send?(message: unknown, callback: (error: Error | null) => void): boolean;
	on(event: 'message', listener: (message: unknown) => void): unknown;
	on(event: 'disconnect', listener: () => void): unknown;
}

export interface ChannelHandler {
	command(command: ComposerCommand): void;
	/** The parent has gone. */
	disconnected(): void;
}

/** Typed messages with the parent process; what does not fit the contract is refused, with the reason. */
export class Channel {
	readonly #port: IpcPort;
	#connected = true;

	constructor(port: IpcPort, handler: ChannelHandler) {
		this.#port = port;
		port.on('message', (message) => {
			if (command.Check(message)) handler.command(message);
			else this.#refuse(message);
		});
		port.on('disconnect', () => {
			this.#connected = false;
			handler.disconnected();
		});
	}

	send(event: ComposerEvent): void {
		// `disconnect` reports a parent that goes in this moment.
		if (this.#connected) this.#port.send?.(event, () => {});
	}

	#refuse(message: unknown): void {
		const type = typeof message === 'object' && message !== null ? (message as { type?: unknown }).type : undefined;
		const variant = ComposerCommand.anyOf.find((schema) => schema.properties.type.const === type);
		const reason = variant
			? explain(variant, hideSecrets(message), 'message')
			: `message.type is ${JSON.stringify(type) ?? 'missing'}; allowed are ${ComposerCommand.anyOf.map((schema) => schema.properties.type.const).join(', ')}`;
		this.send({ type: 'refused', command: typeof type === 'string' ? type : 'unknown', reason });
	}
}

/**
 * The same message with stars for what a person may have put a stream key into: it is shown to the sender of the wrong
 * message.
 */
function hideSecrets(message: unknown): unknown {
	if (typeof message !== 'object' || message === null || !('sink' in message)) return message;
	const { sink } = message;
	if (typeof sink !== 'object' || sink === null) return message;
	const hidden = Object.entries(sink).map(([name, value]) => {
		// As long as it was: what is wrong with it stays wrong.
		if (name === 'streamKey') return [name, typeof value === 'string' ? '*'.repeat(value.length) : null];
		if (name !== 'url' || typeof value !== 'string') return [name, value];
		const rest = value.indexOf('://') < 0 ? 0 : value.indexOf('://') + 3;
		return [name, value.slice(0, rest) + value.slice(rest).replace(/\S/g, '*')];
	});
	return { ...message, sink: Object.fromEntries(hidden) };
}
