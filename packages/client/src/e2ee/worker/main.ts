import { FramePipes } from './FramePipes.ts';
import type { FrameStreams, Pipe, ToWorker } from './messages.ts';

/** What `RTCRtpScriptTransform` hands to the worker. */
interface Transformer extends FrameStreams {
	readonly options: Pipe;
	/** Of a sender. */
	generateKeyFrame?(): Promise<unknown>;
	/** Of a receiver. */
	sendKeyFrameRequest?(): Promise<void>;
}

/** What of a worker is used. */
interface Scope {
	onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
	onrtctransform: ((event: { readonly transformer: Transformer }) => void) | null;
	postMessage(message: unknown): void;
}

const scope = globalThis as never as Scope;
const pipes = new FramePipes((message) => scope.postMessage(message));

scope.onmessage = ({ data }) => pipes.handle(data);
scope.onrtctransform = ({ transformer }) => {
	const { options, readable, writable } = transformer;
	const requestKeyFrame = () => {
		if (!options.codec.startsWith('video/')) return;
		const asked = options.direction === 'send' ? transformer.generateKeyFrame?.() : transformer.sendKeyFrameRequest?.();
		// A stream that has ended needs none.
		asked?.catch(() => {});
	};
	pipes.run(options, { readable, writable }, { requestKeyFrame });
};
