/** English, the language that the others are checked against. `{name}` is a parameter. */
const messages = {
	hint: 'The PDF for printing and the council, the DOCX for writing on, the XLSX for changing much at once.',
	language: 'Language of the headings',
	take: 'Take as {form}',
	kept: '{name} is in your downloads.',
	bring: 'Bring back an XLSX',
	bring_hint:
		'Change cells, add or delete rows in the XLSX of this plan. Only what you changed comes in, also when others have written meanwhile.',
	file: 'XLSX of this plan',
	checking: 'Reading the file. Nothing is changed yet.',
	nothing: 'Nothing in this file differs from the plan it was taken of.',
	would: { one: 'One change would come in', other: '{count} changes would come in' },
	more: { one: 'and one more', other: 'and {count} more' },
	do: 'Bring it in',
	done: { one: 'One change is in the plan', other: '{count} changes are in the plan' },
	cancel: 'Cancel',
	close: 'Close',
	faults: {
		one: 'One cell is wrong. Nothing was changed.',
		other: '{count} cells are wrong. Nothing was changed.'
	},
	fault_hint: 'Correct them in the file, save it and choose it again.',
	cell: 'Cell',
	what: 'What is wrong',
	whole_sheet: 'whole sheet',
	conflicts: {
		one: 'Somebody else changed one of these fields since you took the file',
		other: 'Somebody else changed {count} of these fields since you took the file'
	},
	theirs_by: '{name}, {when}',
	somebody: 'Somebody else',
	removed: 'removed',
	whose: 'What counts there?',
	mine: 'What my file says',
	theirs: 'What they wrote',
	choose: 'Choose what counts before you bring it in.',
	unreadable:
		'This is no XLSX that was taken here, or its hidden sheet is missing. Take a new one and change that.',
	foreign: 'This file was taken of another plan. Take one of this plan.',
	locked: 'The plan was handed in meanwhile: its fields stay as they are until it is returned.',
	too_large: 'This file is too large to be sent.'
};

export default messages;
