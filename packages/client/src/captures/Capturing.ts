import type { RequestData } from '@roomcast/contract/signalling/requests';
import { orRefused } from '../errors/orRefused.ts';
import type { Request } from '../signalling/Connection.ts';

/** What apps say, who give null and an empty text for what they leave out. */
type Loose<T> = { [K in keyof T]?: T[K] | null | undefined };

/** Starts and ends what is recorded or streamed of the meeting. Who may do it is the server's to decide. */
export class Capturing {
	readonly #request: Request;

	constructor(request: Request) {
		this.#request = request;
	}

	/** @throws MeetingError 4011; 4018 when one runs already */
	async startRecording(options: Loose<RequestData<'start-recording'>>): Promise<void> {
		const reply = this.#request('start-recording', given(options));
		await orRefused(reply, 'START_RECORDING_FAILED', ['PREV_RECORDING_PROCESSING']);
	}

	/** @throws MeetingError 4012 */
	async stopRecording(): Promise<void> {
		await orRefused(this.#request('stop-recording', {}), 'STOP_RECORDING_FAILED');
	}

	/** @throws MeetingError 4013; 4015 for an output that cannot be used; 4019 when one runs already */
	async startLivestream(options: Loose<RequestData<'start-livestream'>>): Promise<void> {
		const reply = this.#request('start-livestream', given(options));
		await orRefused(reply, 'START_LIVESTREAM_FAILED', ['INVALID_LIVESTREAM_CONFIG', 'PREV_RTMP_RECORDING_PROCESSING']);
	}

	/** @throws MeetingError 4014 */
	async stopLivestream(): Promise<void> {
		await orRefused(this.#request('stop-livestream', {}), 'STOP_LIVESTREAM_FAILED');
	}

	/** @throws MeetingError 4016; 4020 when it runs already */
	async startHls(options: Loose<RequestData<'start-hls'>>): Promise<void> {
		const reply = this.#request('start-hls', given(options));
		await orRefused(reply, 'START_HLS_FAILED', ['PREV_HLS_STREAMING_PROCESSING']);
	}

	/** @throws MeetingError 4017 */
	async stopHls(): Promise<void> {
		await orRefused(this.#request('stop-hls', {}), 'STOP_HLS_FAILED');
	}
}

/** Only what was said. */
function given<T extends object>(options: Loose<T>): T {
	const said = Object.entries(options).filter(([, value]) => value !== undefined && value !== null && value !== '');
	return Object.fromEntries(said) as T;
}
