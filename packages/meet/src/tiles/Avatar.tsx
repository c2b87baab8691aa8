import { UserRound } from 'lucide-react';
import { avatarColours, initials } from './avatarLook.ts';

/** A person without a picture: initials on the colour that is theirs. */
export function Avatar({ id, name, className = '' }: { id: string; name: string; className?: string }) {
	const { background, text } = avatarColours(id);
	const letters = initials(name);
	return (
		<span
			aria-hidden="true"
			style={{ background, color: text }}
			className={`grid place-items-center rounded-full font-semibold tracking-wide select-none ${className}`}
		>
			{letters === '' ? <UserRound className="size-1/2" /> : letters}
		</span>
	);
}
