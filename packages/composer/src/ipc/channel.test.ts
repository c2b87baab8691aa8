import { EventEmitter } from 'node:events';
import type { ComposerCommand } from '@roomcast/contract/composer/commands';
import type { ComposerEvent } from '@roomcast/contract/composer/events';
import { expect, test } from 'vitest';
import { Channel } from './channel.ts';

class Port extends EventEmitter {
	readonly sent: ComposerEvent[] = [];
	send(event: unknown): boolean {
		this.sent.push(event as ComposerEvent);
		return true;
	}
}

function open() {
	const port = new Port();
	const commands: ComposerCommand[] = [];
	let gone = false;
	const channel = new Channel(port, {
		command: (command) => commands.push(command),
		disconnected: () => {
			gone = true;
		},
	});
	return { port, commands, channel, isGone: () => gone };
}

const track = {
	trackId: 't',
	participantId: 'p',
	kind: 'video',
	codec: 'vp8',
	clockRate: 90_000,
	payloadType: 96,
	ssrc: 5,
	from: { address: '127.0.0.1', port: 4000 },
};

test('what fits the contract is passed on', () => {
	const { port, commands } = open();
	port.emit('message', { type: 'addTrack', track });
	port.emit('message', { type: 'stop' });
	expect(commands.map((command) => command.type)).toEqual(['addTrack', 'stop']);
	expect(port.sent).toEqual([]);
});

test('what does not is refused, naming the field, what it holds and what is allowed', () => {
	const { port, commands } = open();
	port.emit('message', { type: 'addTrack', track: { ...track, ssrc: -3 } });
	port.emit('message', { type: 'dance' });
	port.emit('message', 'stop');
	port.emit('message', null);
	expect(commands).toEqual([]);
	expect(port.sent.map((event) => event.type)).toEqual(['refused', 'refused', 'refused', 'refused']);
	const reasons = port.sent.map((event) => (event.type === 'refused' ? event.reason : ''));
	expect(reasons[0]).toMatch(/track\.ssrc.*-3/);
	expect(reasons[1]).toMatch(/"dance".*addTrack/);
});

test('after the parent has gone nothing is sent any more', () => {
	const { port, channel, isGone } = open();
	port.emit('disconnect');
	channel.send({ type: 'stopped', files: [] });
	expect(isGone()).toBe(true);
	expect(port.sent).toEqual([]);
});

test.each([
	['a key that is too long', { url: 'rtmp://host/app', streamKey: 'hunter2'.repeat(200) }],
	['a key that is no text', { url: 'rtmp://host/app', streamKey: { hunter2: 'hunter2' } }],
	['no key at all, but one in the address', { url: 'rtmp://host/app/hunter2' }],
	['another kind of address', { url: 'host/app/hunter2', streamKey: 'hunter2' }],
	['something else that is wrong', { url: 'rtmp://host/hunter2', streamKey: 'hunter2', addresses: [] }],
])('a stream key is not repeated: %s', (_, wrong) => {
	const { port, commands } = open();
	port.emit('message', { type: 'addSink', sink: { kind: 'rtmp', sinkId: 'r', ...wrong } });
	expect(commands).toEqual([]);
	expect(port.sent).toMatchObject([{ type: 'refused', command: 'addSink' }]);
	expect(JSON.stringify(port.sent)).not.toMatch(/hunter/);
});
