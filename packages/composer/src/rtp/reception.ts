import type { ReportBlock, SenderReport } from './rtcp.ts';

/** What a receiver report says of one stream: loss and jitter, counted as RFC 3550 appendix A.3 and A.8 do. */
export class Reception {
	readonly ssrc: number;
	readonly #clockRate: number;
	#base: number | undefined;
	#highest = 0;
	#received = 0;
	#jitter = 0;
	#lastTransit: number | undefined;
	#expectedBefore = 0;
	#receivedBefore = 0;
	#senderReport: { middle: number; atMs: number } | undefined;

	constructor(ssrc: number, clockRate: number) {
		this.ssrc = ssrc;
		this.#clockRate = clockRate;
	}

	get received(): number {
		return this.#received;
	}

	get lost(): number {
		return this.#base === undefined ? 0 : Math.max(0, this.#highest - this.#base + 1 - this.#received);
	}

	/** @param sequence extended sequence number; @param timestamp unwrapped, in clock units; @param nowMs arrival, monotonic */
	packet(sequence: number, timestamp: number, nowMs: number): void {
		if (this.#base === undefined) {
			this.#base = sequence;
			this.#highest = sequence;
		}
		this.#highest = Math.max(this.#highest, sequence);
		this.#received += 1;
		const transit = (nowMs * this.#clockRate) / 1000 - timestamp;
		if (this.#lastTransit !== undefined) {
			this.#jitter += (Math.abs(transit - this.#lastTransit) - this.#jitter) / 16;
		}
		this.#lastTransit = transit;
	}

	senderReport(report: SenderReport, nowMs: number): void {
		this.#senderReport = { middle: report.ntpMiddle, atMs: nowMs };
	}

	/** The sender started its numbering again. */
	restart(): void {
		this.#base = undefined;
		this.#received = 0;
		this.#expectedBefore = 0;
		this.#receivedBefore = 0;
		this.#lastTransit = undefined;
	}

	/** The block for the report that goes out now; begins the next interval. */
	report(nowMs: number): ReportBlock {
		const expected = this.#base === undefined ? 0 : this.#highest - this.#base + 1;
		const expectedNow = expected - this.#expectedBefore;
		const lostNow = expectedNow - (this.#received - this.#receivedBefore);
		this.#expectedBefore = expected;
		this.#receivedBefore = this.#received;
		return {
			ssrc: this.ssrc,
			fractionLost: expectedNow > 0 && lostNow > 0 ? Math.min(255, Math.floor((lostNow * 256) / expectedNow)) : 0,
			packetsLost: this.lost,
			highestSequence: this.#highest % 2 ** 32,
			jitter: Math.round(Math.min(this.#jitter, 0xffffffff)),
			lastSenderReport: this.#senderReport?.middle ?? 0,
			delaySinceLastSenderReport: this.#senderReport
				? Math.round(((nowMs - this.#senderReport.atMs) * 65536) / 1000)
				: 0,
		};
	}
}
