import { readInRepository } from './compose-file.js';

export interface Instruction {
  readonly keyword: string;
  readonly rest: string;
}

export interface Stage {
  readonly name: string;
  readonly base: string;
  readonly instructions: readonly Instruction[];
}

/** The stages of the project's Dockerfile by name. */
export async function readStages(): Promise<ReadonlyMap<string, Stage>> {
  const text = await readInRepository('Dockerfile');
  const lines = text
    .replace(/^#.*\n/gm, '')
    .replaceAll('\\\n', ' ')
    .split('\n');
  const instructions = lines.filter((line) => line.trim() !== '').map(toInstruction);
  const starts = instructions.flatMap(({ keyword }, index) => (keyword === 'FROM' ? [index] : []));
  const stages = starts.map((start, index) => toStage(instructions.slice(start, starts[index + 1])));
  return new Map(stages.map((stage) => [stage.name, stage]));
}

/** The instructions of a stage after those of the stages it builds upon. */
export function allInstructions(stages: ReadonlyMap<string, Stage>, name: string): Instruction[] {
  const stage = stages.get(name);
  return stage === undefined ? [] : [...allInstructions(stages, stage.base), ...stage.instructions];
}

/** The words of the last such instruction in exec form, for example of CMD. */
export function execForm(instructions: readonly Instruction[], keyword: string): string[] {
  const last = instructions.findLast((one) => one.keyword === keyword)?.rest ?? '[]';
  return JSON.parse(last.slice(last.indexOf('['))) as string[];
}

function toInstruction(line: string): Instruction {
  const [keyword = '', ...rest] = line.trim().split(/\s+/);
  return { keyword, rest: rest.join(' ') };
}

function toStage([from, ...instructions]: readonly Instruction[]): Stage {
  const [base = '', , name = ''] = (from?.rest ?? '').split(' ');
  return { name, base, instructions };
}
