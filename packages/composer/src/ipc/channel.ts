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
		// A parent that goes in this moment is told of by `disconnect`.
		if (this.#connected) this.#port.send?.(event, () => {});
	}

	#refuse(message: unknown): void {
		const type = typeof message === 'object' && message !== null ? (message as { type?: unknown }).type : undefined;
		const variant = ComposerCommand.anyOf.find((schema) => schema.properties.type.const === type);
		const reason = variant
			? explain(variant, message, 'message')
			: `message.type is ${JSON.stringify(type) ?? 'missing'}; allowed are ${ComposerCommand.anyOf.map((schema) => schema.properties.type.const).join(', ')}`;
		this.send({ type: 'refused', command: typeof type === 'string' ? type : 'unknown', reason });
	}
}
