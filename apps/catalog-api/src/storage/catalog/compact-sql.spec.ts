import { describe, expect, it } from '@jest/globals';
import { compactSql } from './compact-sql.js';

describe('compactSql', () => {
  it('leaves out the layout and nothing else', () => {
    expect(compactSql(`\n  SELECT concat(a,\n    ' , ( ', b) AS x\n  FROM t WHERE (y = 'it''s  (so)')`)).toBe(
      `SELECT concat(a,' , ( ',b)AS x FROM t WHERE(y = 'it''s  (so)')`,
    );
  });
});
