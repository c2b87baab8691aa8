import { RoomcastError } from '@roomcast/contract';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { describe, expect, it, onTestFinished } from 'vitest';
import { noteFacts } from './facts.ts';
import { LINES_PER_KIND, LINES_PER_SOURCE, SAMPLE_INTERVAL, SecurityLog } from './SecurityLog.ts';

/** A log with a clock of its own in ms, and the lines that it wrote. */
function setUp() {
	const state = { now: 0 };
	const lines: Record<string, unknown>[] = [];
	const registry = new Registry();
	const logger = pino({ base: null, timestamp: false }, { write: (line) => lines.push(JSON.parse(line)) });
	const log = new SecurityLog({ logger, registry, now: () => state.now });
	onTestFinished(() => log.close());
	return { log, lines, state, registry };
}

const address = '192.0.2.7';

describe('SecurityLog', () => {
	it('writes one line for an error that is a security event, with all that is known', () => {
		const { log, lines } = setUp();
		const error = new RoomcastError('INVALID_TOKEN', 'it has expired');
		noteFacts(error, { claimedKeyId: 'key-1', roomId: 'abcd-efgh-ijkl' });
		log.refused(error, { address, method: 'GET', path: '/v2/rooms' });
		expect(lines).toEqual([
			{
				level: 40,
				securityEvent: 'token-refused',
				address,
				method: 'GET',
				path: '/v2/rooms',
				claimedKeyId: 'key-1',
				roomId: 'abcd-efgh-ijkl',
				error: 'INVALID_TOKEN',
				reason: 'it has expired',
				msg: 'A token was refused',
			},
		]);
	});

	it('says nothing of mistakes that endanger nobody', () => {
		const { log, lines } = setUp();
		for (const name of ['VALIDATION_FAILED', 'NOT_FOUND', 'INVALID_MEETING_ID'] as const)
			log.refused(new RoomcastError(name), { address });
		expect(lines).toEqual([]);
	});

	it('writes a few lines of a flood from one address, then one that counts the others, and all in the metric', async () => {
		const { log, lines, state, registry } = setUp();
		for (let i = 0; i < 5000; i++) log.report('token-refused', { address });
		log.report('token-refused', { address: '192.0.2.8' });
		log.report('link-refused', { address });
		expect(lines).toHaveLength(LINES_PER_SOURCE + 2);
		state.now = SAMPLE_INTERVAL;
		log.close();
		expect(lines.slice(LINES_PER_SOURCE + 2)).toEqual([
			expect.objectContaining({ securityEvent: 'token-refused', address, suppressed: 5000 - LINES_PER_SOURCE }),
		]);
		const metrics = await registry.metrics();
		expect(metrics).toContain('roomcast_security_events_total{kind="token-refused"} 5001');
		expect(metrics).toContain('roomcast_security_events_total{kind="key-revoked"} 0');
	});

	it('bounds the lines of a flood from a hundred thousand addresses, and loses none in the count', () => {
		const { log, lines } = setUp();
		const count = 100_000;
		for (let i = 0; i < count; i++)
			log.report('token-refused', { address: `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}` });
		expect(lines.length).toBeLessThanOrEqual(LINES_PER_KIND);
		log.close();
		expect(lines.length).toBeLessThanOrEqual(LINES_PER_KIND + 1);
		const said = lines.reduce((sum, { suppressed }) => sum + (typeof suppressed === 'number' ? suppressed : 1), 0);
		expect(said).toBe(count);
	});

	it('counts the addresses of one IPv6 network together', () => {
		const { log, lines } = setUp();
		for (let i = 0; i < 100; i++) log.report('token-refused', { address: `2001:db8:1:2::${i.toString(16)}` });
		expect(lines).toHaveLength(LINES_PER_SOURCE);
		log.report('token-refused', { address: '2001:db8:1:3::1' });
		log.report('token-refused', { address: '::ffff:192.0.2.1' });
		expect(lines).toHaveLength(LINES_PER_SOURCE + 2);
	});

	it('lets no line break, escape sequence or turned text from outside into a line', () => {
		const { log, lines } = setUp();
		log.report('action-refused', {
			address,
			participantId: 'a\nb\u001b[2J\u009b1m\u2028c\u202ed',
			reason: 'x'.repeat(9000),
		});
		expect(lines[0]?.participantId).toBe('a\\u000ab\\u001b[2J\\u009b1m\\u2028c\\u202ed');
		expect(lines[0]?.reason).toHaveLength(301);
	});
});
