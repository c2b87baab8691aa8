import { expect, it, onTestFinished } from 'vitest';
import { TestBrowser } from './support/browser.ts';
import { Caller } from './support/caller.ts';
import { gatedServer } from './support/gatedServer.ts';
import { moves } from './support/moves.ts';

/** Ports that a page sends its media from, over the paths in use. */
const localPorts = (caller: Caller): Promise<number[]> =>
	caller.page.evaluate(async () => {
		const ports: number[] = [];
		for (const connection of (window as never as { connections: RTCPeerConnection[] }).connections) {
			const reports = await connection.getStats();
			for (const report of reports.values())
				if (report.type === 'transport' && report.selectedCandidatePairId !== undefined)
					ports.push(reports.get(reports.get(report.selectedCandidatePairId).localCandidateId).port);
		}
		return ports;
	});

it('a network that changed: the same transports find another path', async () => {
	const { server, gate } = await gatedServer();
	const browser = await TestBrowser.launch({ colour: 'red' });
	onTestFinished(() => browser.close());

	const roomId = await server.room();
	const ann = await Caller.join(browser, server, { roomId, participantId: 'ann' });
	const bob = await Caller.join(browser, server, { roomId, participantId: 'bob' });
	const both = () => Promise.all([moves(ann, 'bob', { timeout: 20_000 }), moves(bob, 'ann', { timeout: 20_000 })]);
	await both();
	const before = { ann: await localPorts(ann), bob: await localPorts(bob) };
	expect(before.ann).toHaveLength(2);
	const built = await ann.connectionsMade();

	// Both directions of both people: only an ICE restart brings a path back, the old ones stay closed.
	expect(gate.changeNetwork()).toBeGreaterThanOrEqual(4);
	await both();

	for (const caller of [ann, bob]) {
		const after = await localPorts(caller);
		expect(after).toHaveLength(2);
		for (const port of after) expect(before[caller.id as 'ann' | 'bob']).not.toContain(port);
		// No new transports: the connections are those of the join.
		expect(await caller.connectionsMade()).toBe(built);
		expect(await caller.events('participant-left')).toEqual([]);
	}
});
