import { Gauge, type Registry } from 'prom-client';
import type { SessionRegistry } from './host/SessionRegistry.ts';

/** What runs now, for `/metrics`. */
export function registerSessionMetrics(registry: Registry, sessions: SessionRegistry): void {
	const registers = [registry];
	new Gauge({
		name: 'roomcast_sessions',
		help: 'Sessions that run in this process',
		registers,
		collect() {
			this.set(sessions.hosts.length);
		},
	});
	new Gauge({
		name: 'roomcast_participants',
		help: 'Participants in the sessions of this process, with and without a connection at the moment',
		labelNames: ['connected'],
		registers,
		collect() {
			const all = sessions.hosts.flatMap((host) => host.participants);
			const away = all.filter(({ detached }) => detached !== undefined).length;
			this.set({ connected: 'yes' }, all.length - away);
			this.set({ connected: 'no' }, away);
		},
	});
}
