/** English, the language that the others are checked against. `{name}` is a parameter. */
const messages = {
	choose: 'Choose a file',
	replace: 'Choose another file',
	kinds: 'PDF, JPEG, PNG, Word, PowerPoint or Excel',
	sending: 'Sending {name}',
	progress: '{percent} % of {size}',
	waiting: 'The connection is away. Sending goes on by itself when it is back.',
	kept: 'What was sent is kept.',
	resume: 'Not all of {name} was sent. Choose the same file again and it goes on from there.',
	done: '{name} is handed in',
	stop: 'Stop',
	unlike: 'This file is not what its name says. Save it anew, or choose another.',
	large: 'This file is too large. {size} is the most.',
	kind: 'Files of this kind are not taken.',
	many: 'You have handed in too many files. What is not used is removed after a week.',
	other: 'This is another file than the one that was begun. It is sent from its beginning.'
};

export default messages;
