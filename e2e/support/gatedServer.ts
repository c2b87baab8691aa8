import { freePortRange } from '@roomcast/testing/net/ports';
import { onTestFinished } from 'vitest';
import { TestServer } from './server.ts';
import { UdpGate } from './udpGate.ts';

/** The announced address of the media port. Only the gate listens there. */
const ANNOUNCED = '127.0.0.2';

/** A server whose media passes a gate that a test closes and moves; both are gone after the test. */
export async function gatedServer(): Promise<{ server: TestServer; gate: UdpGate }> {
	const mediaPort = await freePortRange(1);
	const gate = await UdpGate.open({ address: ANNOUNCED, port: mediaPort, target: mediaPort });
	onTestFinished(() => gate.close());
	const server = await TestServer.start({
		env: {
			ROOMCAST_MEDIA_WORKERS: '1',
			ROOMCAST_MEDIA_PORTS: `${mediaPort}`,
			ROOMCAST_MEDIA_ANNOUNCED_IP: ANNOUNCED,
		},
	});
	onTestFinished(() => server.stop());
	return { server, gate };
}
