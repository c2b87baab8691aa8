import { type Command, UsageError } from '../Command.ts';
import { withDatabase } from '../withDatabase.ts';

const SETTINGS_NOTE =
	'The command works on the database of ROOMCAST_DATA_DIR or ROOMCAST_DATABASE_URL, whether or not a server runs on it.';

export const createKey: Command = {
	summary: 'Make an API key and print its secret',
	usage: '[--name <name>]',
	options: { name: { type: 'string', value: 'name', description: 'what the key is for (API key)' } },
	notes: SETTINGS_NOTE,
	async run({ options }) {
		const name = String(options.name ?? 'API key').trim();
		if (name === '' || name.length > 128) throw new UsageError('--name takes 1 to 128 characters.');
		const key = await withDatabase(({ keys }) => keys.create(name));
		console.log(`API key  ${key.id}\nsecret   ${key.secret}`);
		console.error('\nSign tokens with the secret, on your own server only: docs/tokens.md');
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
			state: key.revokedAt !== undefined ? 'revoked' : key.development ? 'development' : 'in force',
		}));
		if (options.json === true) console.log(JSON.stringify(rows, null, '\t'));
		else if (rows.length === 0) console.log('There is no key yet. `roomcast keys create` makes one.');
		else for (const row of rows) console.log(`${row.id}  ${row.createdAt}  ${row.state.padEnd(11)}  ${row.name}`);
	},
};

export const revokeKey: Command = {
	summary: 'Revoke an API key: its tokens are refused, its calls and streams end',
	usage: '<key>',
	options: {},
	words: { min: 1, max: 1 },
	notes: `Servers that run end its calls, recordings and streams within 5 seconds. It cannot be undone.\n\n${SETTINGS_NOTE}`,
	async run({ words: [id = ''] }) {
		const revoked = await withDatabase(({ keys }) => keys.revoke(id));
		if (!revoked) throw new UsageError(`There is no key ${id} in force. \`roomcast keys list\` shows all.`);
		console.log(`Key ${id} is revoked.`);
	},
};
