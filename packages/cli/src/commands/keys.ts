import { type Command, UsageError } from '../Command.ts';
import { withDatabase } from '../withDatabase.ts';

const SETTINGS_NOTE =
	'The command uses the database of ROOMCAST_DATA_DIR or ROOMCAST_DATABASE_URL, whether or not a server is running.';

export const createKey: Command = {
	summary: 'Create an API key and print its secret',
	usage: '[--name <name>]',
	options: { name: { type: 'string', value: 'name', description: 'name of the key (default: API key)' } },
	notes: SETTINGS_NOTE,
	async run({ options }) {
		const name = String(options.name ?? 'API key').trim();
		if (name === '' || name.length > 128) throw new UsageError('--name takes 1 to 128 characters.');
		const key = await withDatabase(({ keys }) => keys.create(name));
		console.log(`API key  ${key.id}\nsecret   ${key.secret}`);
		console.error('\nSign tokens with the secret, only on your own server. See docs/tokens.md');
	},
};

export const listKeys: Command = {
	summary: 'List all API keys, without their secrets',
	usage: '[--json]',
	options: { json: { type: 'boolean', description: 'as JSON' } },
	notes: SETTINGS_NOTE,
	async run({ options }) {
		const keys = await withDatabase((services) => services.keys.list());
		const rows = keys.map((key) => ({
			id: key.id,
			name: key.name,
			userId: key.userId,
			createdAt: key.createdAt.toISOString(),
			state: key.revokedAt !== undefined ? 'revoked' : key.development ? 'development' : 'active',
		}));
		if (options.json === true) console.log(JSON.stringify(rows, null, '\t'));
		else if (rows.length === 0) console.log('There is no key yet. Create one with `roomcast keys create`.');
		else for (const row of rows) console.log(`${row.id}  ${row.createdAt}  ${row.state.padEnd(11)}  ${row.name}`);
	},
};

export const revokeKey: Command = {
	summary: 'Revoke an API key, refuse its tokens, and end its calls and streams',
	usage: '<key>',
	options: {},
	words: { min: 1, max: 1 },
	notes: `Running servers end its calls, recordings and streams within 5 seconds. You cannot undo this.\n\n${SETTINGS_NOTE}`,
	async run({ words: [id = ''] }) {
		const revoked = await withDatabase(({ keys }) => keys.revoke(id));
		if (!revoked) throw new UsageError(`There is no active key ${id}. \`roomcast keys list\` shows all.`);
		console.log(`Key ${id} is revoked.`);
	},
};
