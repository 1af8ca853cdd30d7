/** Named and quoted the way TypeORM reads constraints back from a file; any other spelling looks to it like a difference. */
export const foreignKey = (table: string, column: string, target: string, onDelete: 'CASCADE' | 'SET NULL'): string =>
  `CONSTRAINT "${table}_${column}_fk" FOREIGN KEY ("${column}") REFERENCES "${target}" ("id") ON DELETE ${onDelete}`;
