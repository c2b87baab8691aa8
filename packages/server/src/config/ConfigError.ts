/** Settings that cannot be used: every finding, one a line, each naming the variable, its value and what is allowed. */
export class ConfigError extends Error {
	override readonly name = 'ConfigError';
	readonly findings: readonly string[];

	constructor(findings: readonly string[]) {
		super(findings.join('\n'));
		this.findings = findings;
	}
}
