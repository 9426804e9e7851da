import type { FilesMessages } from './keys';

const messages: FilesMessages = {
	choose: '파일 선택',
	replace: '다른 파일 선택',
	kinds: 'PDF, JPEG, PNG, Word, PowerPoint, Excel',
	sending: '{name} 보내는 중',
	progress: '{size} 중 {percent} %',
	waiting: '연결이 끊어졌습니다. 다시 연결되면 저절로 이어서 보냅니다.',
	kept: '이미 보낸 부분은 남아 있습니다.',
	resume: '{name} 파일을 다 보내지 못했습니다. 같은 파일을 다시 선택하면 이어서 보냅니다.',
	done: '{name} 파일을 제출했습니다',
	stop: '멈추기',
	unlike: '파일 내용이 이름과 다릅니다. 다시 저장하거나 다른 파일을 선택하세요.',
	large: '파일이 너무 큽니다. 최대 {size}까지 보낼 수 있습니다.',
	kind: '이 형식의 파일은 받지 않습니다.',
	many: '제출한 파일이 너무 많습니다. 쓰지 않는 파일은 일주일 뒤에 지워집니다.',
	other: '보내던 파일과 다른 파일입니다. 처음부터 보냅니다.'
};

export default messages;
