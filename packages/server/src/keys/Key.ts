/** An API key. One key is one tenant. */
export interface Key {
	/** What tokens carry as `apikey`. */
	readonly id: string;
	/** What tokens are signed with (HS256). Never logged. */
	readonly secret: string;
	readonly name: string;
	/** 24 hexadecimal characters: the owner of everything made with this key. */
	readonly userId: string;
	/** Made by the server itself, for trying it out; works only in development mode. */
	readonly development: boolean;
	readonly createdAt: Date;
	readonly revokedAt: Date | undefined;
}
