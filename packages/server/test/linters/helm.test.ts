import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { SETTINGS } from '../../src/config/settings.ts';
import { loadConfig } from '../../src/config.ts';
import { readChart } from '../../src/docs/helmChart.ts';

const chart = await readChart();
const [values, schema] = chart.map(({ text }) => text);
const HELM = process.env.ROOMCAST_TEST_HELM;

// Built by `go install`, Helm takes the cluster for a very old one.
const TEMPLATE = ['template', 'calls', '--kube-version', '1.31.0'];

const SECRETS = {
	ROOMCAST_DATABASE_URL: 'postgres://roomcast:secret@postgres/roomcast',
	ROOMCAST_NATS_URL: 'nats://roomcast:secret@nats:4222',
	ROOMCAST_STORAGE_URL: 's3://key:secret@recordings?endpoint=http://store:9000',
	ROOMCAST_API_SECRET: 'a-secret-of-at-least-thirty-two-characters',
	ROOMCAST_METRICS_TOKEN: 'sixteen-characters',
};
const KEY = {
	settings: { ROOMCAST_API_KEY: 'company' },
	secrets: { ROOMCAST_API_SECRET: SECRETS.ROOMCAST_API_SECRET },
};
const CLUSTER = {
	replicas: 3,
	ingress: { enabled: true, tlsSecret: 'calls-tls' },
	serviceMonitor: { enabled: true },
	settings: { ...KEY.settings, ROOMCAST_METRICS_PORT: '9090', ROOMCAST_MAX_INCOMING_BITRATE: '1000000' },
	secrets: SECRETS,
};

it.each(chart.map((file) => [basename(file.path), file] as const))(
	'%s of the chart has the settings of the code (node scripts/docs.mjs)',
	(_name, { text, fresh }) => {
		expect(text).toBe(fresh);
	},
);

it('every setting is a value of the chart, empty, and those with passwords are apart', () => {
	const { settings, secrets } = parse(values ?? '');
	const names = Object.values(SETTINGS).map(({ name }) => name);
	expect([...Object.keys(settings), ...Object.keys(secrets)].sort()).toEqual([...names].sort());
	expect(new Set([...Object.values(settings), ...Object.values(secrets)])).toEqual(new Set(['']));
	for (const name of Object.keys(SECRETS)) expect(secrets).toHaveProperty(name);
});

it('the schema knows every value of the chart', () => {
	const { properties } = JSON.parse(schema ?? '');
	const compare = (value: unknown, known: { properties?: Record<string, never> }, path: string) => {
		if (known.properties === undefined) return;
		const names = Object.keys(value as object);
		expect(Object.keys(known.properties), path).toEqual(expect.arrayContaining(names));
		for (const name of names)
			compare((value as Record<string, unknown>)[name], known.properties[name] as never, `${path}.${name}`);
	};
	compare(parse(values ?? ''), { properties }, 'values');
});

// Helm is on few machines, and the setup does not install it.
describe.skipIf(!HELM)('as Helm renders it', () => {
	it('has nothing that its linter warns of', () => {
		const { status, output } = helm(['lint', '--strict'], CLUSTER);
		expect(output).not.toMatch(/\[(WARNING|ERROR)\]/);
		expect(status).toBe(0);
	});

	it('one server needs a key, and no other engine', () => {
		const objects = render(KEY);
		expect(objects.map(({ kind }) => kind).sort()).toEqual([
			'ConfigMap',
			'Secret',
			'Service',
			'Service',
			'StatefulSet',
		]);
		expect(config(objects).databaseUrl).toBeUndefined();
	});

	it('three servers have a budget, their settings, and time to drain', () => {
		const objects = render(CLUSTER);
		const { spec } = one(objects, 'StatefulSet');
		expect(spec.replicas).toBe(3);
		expect(spec.template.spec).toMatchObject({ hostNetwork: true, terminationGracePeriodSeconds: 7200 });
		// Kubernetes would set ROOMCAST_PORT for a Service with the name `roomcast`.
		expect(spec.template.spec.enableServiceLinks).toBe(false);
		expect(one(objects, 'PodDisruptionBudget').spec.maxUnavailable).toBe(1);
		expect(one(objects, 'ConfigMap').data.ROOMCAST_MAX_INCOMING_BITRATE).toBe('1000000');
		expect(one(objects, 'Secret').stringData).toEqual(SECRETS);
		expect(config(objects)).toMatchObject({ databaseUrl: SECRETS.ROOMCAST_DATABASE_URL, metricsPort: 9090 });
		expect(one(objects, 'ServiceMonitor').spec.endpoints[0].authorization.credentials.key).toBe(
			'ROOMCAST_METRICS_TOKEN',
		);
		expect(one(objects, 'Ingress').spec.tls[0].hosts).toEqual(['calls.example.com']);
	});

	it('without the network of the node, each media port is a port of the node', () => {
		const objects = render({
			hostNetwork: false,
			networkPolicy: { enabled: true, from: [{ podSelector: {} }] },
			settings: { ...KEY.settings, ROOMCAST_MEDIA_PORTS: '40000-40001' },
			secrets: KEY.secrets,
		});
		const [container] = one(objects, 'StatefulSet').spec.template.spec.containers;
		const host = container.ports.filter(({ hostPort }: { hostPort?: number }) => hostPort !== undefined);
		expect(host.map(({ hostPort, protocol }: Record<string, unknown>) => `${hostPort} ${protocol}`)).toEqual([
			'40000 UDP',
			'40000 TCP',
			'40001 UDP',
			'40001 TCP',
		]);
		expect(one(objects, 'NetworkPolicy').spec.ingress[0].ports[0]).toMatchObject({ port: 40000, endPort: 40001 });
	});

	it('the command of docs/operations.md installs three servers', () => {
		const page = readFileSync(new URL('../../../../docs/operations.md', import.meta.url), 'utf8');
		const command = /^helm install (?:.*\\\n)*.*$/m.exec(page)?.[0] ?? '';
		const line = command.replace('helm install calls', `"$HELM" ${TEMPLATE.join(' ')}`);
		const cwd = fileURLToPath(new URL('../../../../', import.meta.url));
		const { status, stdout, stderr } = spawnSync('sh', ['-c', line], { cwd, env: { HELM }, encoding: 'utf8' });
		expect(status, stderr).toBe(0);
		expect(one(objectsOf(stdout), 'StatefulSet').spec.replicas).toBe(3);
	});

	it.each([
		[{}, 'settings.ROOMCAST_API_KEY and secrets.ROOMCAST_API_SECRET are needed'],
		[{ ...KEY, replicas: 2 }, 'replicas is 2; more than one needs secrets.ROOMCAST_DATABASE_URL'],
		[{ settings: { ROOMCAST_PROT: '80' } }, 'ROOMCAST_PROT'],
		[{ settings: { ROOMCAST_PORT: 80 } }, 'ROOMCAST_PORT'],
	])('refuses %j', (wrong, message) => {
		const { status, output } = helm(TEMPLATE, wrong);
		expect(status).not.toBe(0);
		expect(output).toContain(message);
	});
});

// biome-ignore lint/suspicious/noExplicitAny: tests look into objects of Kubernetes freely.
type KubernetesObject = any;

function helm(args: readonly string[], given: unknown) {
	const folder = dirname(chart[0]?.path ?? '');
	const { status, stdout, stderr } = spawnSync(HELM ?? '', [...args, folder, '--values', '-'], {
		input: JSON.stringify(given),
		encoding: 'utf8',
	});
	return { status, stdout, output: `${stdout}${stderr}` };
}

function render(given: unknown): KubernetesObject[] {
	const { status, stdout, output } = helm(TEMPLATE, given);
	expect(status, output).toBe(0);
	return objectsOf(stdout);
}

function objectsOf(text: string): KubernetesObject[] {
	return parseAllDocuments(text).map((document) => {
		expect(document.errors).toEqual([]);
		return document.toJS();
	});
}

function one(objects: readonly KubernetesObject[], kind: string): KubernetesObject {
	const found = objects.filter((object) => object.kind === kind);
	expect(found, kind).toHaveLength(1);
	return found[0];
}

/** What a server makes of the settings that it gets. */
function config(objects: readonly KubernetesObject[]) {
	return loadConfig({ ...one(objects, 'ConfigMap').data, ...one(objects, 'Secret').stringData });
}
