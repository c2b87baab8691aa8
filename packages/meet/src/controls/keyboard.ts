/** Whether there are keys to press: on a phone the shortcuts would be noise. */
export const hasKeyboard = !matchMedia('(hover: none) and (pointer: coarse)').matches;
