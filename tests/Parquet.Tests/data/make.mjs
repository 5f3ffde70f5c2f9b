// Writes the Parquet fixtures and their text twins with two writers that share no code with the reader under test:
// DuckDB (data page v1) and arrow-rs through parquet-wasm (data page v2, delta encodings, required columns).
// Run once, by hand, and commit what it wrote:
//   npm install --no-save @duckdb/node-api@1.5.6-r.1 parquet-wasm@0.8.0 apache-arrow@21.2.0 && node make.mjs
import { createRequire } from 'node:module';
import { writeFileSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';
import * as arrow from 'apache-arrow';

const parquet = createRequire(import.meta.url)('parquet-wasm');

const I32 = new Set(['version', 'srcport', 'dstport', 'protocol', 'tcp_flags', 'traffic_path', 'encryption_status']);
const I64 = new Set(['packets', 'bytes', 'start', 'end', 'packets_lost_no_route', 'packets_lost_blackhole',
  'packets_lost_mtu_exceeded', 'packets_lost_ttl_expired']);

const V2 = ['version', 'account_id', 'interface_id', 'srcaddr', 'dstaddr', 'srcport', 'dstport', 'protocol', 'packets',
  'bytes', 'start', 'end', 'action', 'log_status'];
const V5 = [...V2, 'vpc_id', 'subnet_id', 'instance_id', 'tcp_flags', 'type', 'pkt_srcaddr', 'pkt_dstaddr', 'region',
  'az_id', 'sublocation_type', 'sublocation_id', 'pkt_src_aws_service', 'pkt_dst_aws_service', 'flow_direction',
  'traffic_path'];
const TGW = ['version', 'resource_type', 'account_id', 'tgw_id', 'tgw_attachment_id', 'tgw_src_vpc_account_id',
  'tgw_dst_vpc_account_id', 'tgw_src_vpc_id', 'tgw_dst_vpc_id', 'tgw_src_subnet_id', 'tgw_dst_subnet_id', 'tgw_src_eni',
  'tgw_dst_eni', 'tgw_src_az_id', 'tgw_dst_az_id', 'tgw_pair_attachment_id', 'srcaddr', 'dstaddr', 'srcport', 'dstport',
  'protocol', 'packets', 'bytes', 'start', 'end', 'log_status', 'type', 'packets_lost_no_route',
  'packets_lost_blackhole', 'packets_lost_mtu_exceeded', 'packets_lost_ttl_expired', 'tcp_flags', 'region',
  'flow_direction', 'pkt_src_aws_service', 'pkt_dst_aws_service'];
const V11 = [...V5, 'ecs_cluster_arn', 'ecs_cluster_name', 'ecs_container_instance_arn', 'ecs_container_instance_id',
  'ecs_container_id', 'ecs_second_container_id', 'ecs_service_name', 'ecs_task_definition_arn', 'ecs_task_arn',
  'ecs_task_id', 'reject_reason', 'resource_id', 'encryption_status', 'instance_tag', 'instance_tag_2', 'interface_tag',
  'interface_tag_2', 'asg_tag', 'asg_tag_2', 'interface_type', 'next_hop_interface_id', 'next_hop_subnet_id',
  'next_hop_az_id', 'next_hop_vpc_id', 'next_hop_interface_type', 'a_field_of_tomorrow'];

// The same rows at every run: a small multiplicative generator.
let state = 20260611;
const next = n => (state = (state * 48271) % 2147483647) % n;
const pick = (...of) => of[next(of.length)];
const hex = n => Array.from({ length: n }, () => next(16).toString(16)).join('');
const v4 = () => pick(`10.0.${next(256)}.${next(256)}`, `172.31.${next(16)}.${next(256)}`, `203.0.113.${next(256)}`);
const v6 = () => `2001:db8:1234:a100:${hex(4)}:${hex(4)}:${hex(4)}:${hex(4)}`.replace(/:0+(?=[0-9a-f])/g, ':');

function row(version) {
  const six = next(5) === 0, address = six ? v6 : v4;
  const protocol = pick(6, 6, 6, 17, six ? 58 : 1);
  const start = 1780000000 + next(86400), vpc = `vpc-0${hex(16)}`, subnet = `subnet-0${hex(16)}`;
  const ports = protocol === 6 || protocol === 17;
  const src = address(), dst = address(), instance = pick(`i-0${hex(16)}`, '-');
  const r = {
    version, account_id: pick('123456789010', '012345678901', 'unknown'), interface_id: `eni-0${hex(16)}`,
    srcaddr: src, dstaddr: dst, srcport: ports ? next(65536) : 0, dstport: ports ? pick(22, 53, 80, 443, 8443) : 0,
    protocol, packets: 1 + next(2000), bytes: pick(40 + next(100000), 5368709120 + next(1000)), start, end: start + 60,
    action: pick('ACCEPT', 'ACCEPT', 'ACCEPT', 'REJECT'), log_status: 'OK',
    vpc_id: vpc, subnet_id: subnet, instance_id: instance, tcp_flags: protocol === 6 ? pick(2, 3, 18, 19, 4) : 0,
    type: six ? 'IPv6' : 'IPv4', pkt_srcaddr: pick(src, address()), pkt_dstaddr: dst, region: 'eu-west-1',
    az_id: pick('euw1-az1', 'euw1-az3'), sublocation_type: '-', sublocation_id: '-',
    pkt_src_aws_service: pick('-', 'S3', 'AMAZON'), pkt_dst_aws_service: pick('-', 'DYNAMODB', 'EC2'),
    flow_direction: pick('ingress', 'egress'), traffic_path: null,
    ecs_cluster_arn: '-', ecs_cluster_name: '-', ecs_container_instance_arn: '-', ecs_container_instance_id: '-',
    ecs_container_id: '-', ecs_second_container_id: '-', ecs_service_name: '-', ecs_task_definition_arn: '-',
    ecs_task_arn: '-', ecs_task_id: '-', reject_reason: '-', resource_id: '-', encryption_status: pick(0, 1, 2, 3),
    instance_tag: pick('-', 'web%20tier', 'a%2Bb%3D100%25', 'caf%C3%A9'), instance_tag_2: '-', interface_tag: '-',
    interface_tag_2: pick('-', 'edge'), asg_tag: pick('-', 'asg%2Fblue'), asg_tag_2: '-', interface_type: 'interface',
    next_hop_interface_id: pick('-', `eni-0${hex(16)}`), next_hop_subnet_id: pick('-', `subnet-0${hex(16)}`),
    next_hop_az_id: pick('-', 'euw1-az2'), next_hop_vpc_id: pick('-', `vpc-0${hex(16)}`),
    next_hop_interface_type: pick('-', 'nat_gateway'), a_field_of_tomorrow: pick('-', 'later', 'sooner'),
    resource_type: 'TransitGateway', tgw_id: `tgw-0${hex(16)}`, tgw_attachment_id: `tgw-attach-0${hex(16)}`,
    tgw_src_vpc_account_id: '123456789010', tgw_dst_vpc_account_id: '210987654321', tgw_src_vpc_id: vpc,
    tgw_dst_vpc_id: `vpc-0${hex(16)}`, tgw_src_subnet_id: subnet, tgw_dst_subnet_id: `subnet-0${hex(16)}`,
    tgw_src_eni: `eni-0${hex(16)}`, tgw_dst_eni: `eni-0${hex(16)}`, tgw_src_az_id: 'euw1-az1', tgw_dst_az_id: 'euw1-az2',
    tgw_pair_attachment_id: `tgw-attach-0${hex(16)}`, packets_lost_no_route: 0, packets_lost_blackhole: pick(0, 7),
    packets_lost_mtu_exceeded: 0, packets_lost_ttl_expired: 0,
  };
  if (r.flow_direction === 'egress') r.traffic_path = 1 + next(8);
  if (r.action === 'REJECT') r.reject_reason = pick('-', 'BPA', 'EC');
  if (next(4) === 0) Object.assign(r, {
    ecs_cluster_arn: 'arn:aws:ecs:eu-west-1:123456789010:cluster/shop', ecs_cluster_name: 'shop',
    ecs_container_id: hex(32), ecs_service_name: 'cart', ecs_task_id: hex(32),
    ecs_task_definition_arn: 'arn:aws:ecs:eu-west-1:123456789010:task-definition/cart:12',
    ecs_task_arn: `arn:aws:ecs:eu-west-1:123456789010:task/shop/${hex(32)}`,
  });
  if (next(9) === 0) {
    // Nothing was seen, or nothing recorded: an absent number is NULL, an absent string the literal "-".
    for (const name of Object.keys(r))
      if (!['version', 'account_id', 'interface_id', 'start', 'end', 'resource_type'].includes(name))
        r[name] = I32.has(name) || I64.has(name) ? null : '-';
    r.log_status = pick('NODATA', 'SKIPDATA');
  }
  return r;
}

const rows = (version, count) => Array.from({ length: count }, () => row(version));

function twin(name, fields, table) {
  const token = v => v === null || v === undefined ? '-' : String(v);
  const lines = [fields.map(f => f.replaceAll('_', '-')).join(' '),
    ...table.map(r => fields.map(f => token(r[f])).join(' '))];
  writeFileSync(`${name}.log`, lines.join('\n') + '\n');
}

const sql = v => v === null || v === undefined ? 'NULL' : typeof v === 'number' ? String(v) : `'${v.replaceAll("'", "''")}'`;
const sqlType = f => I32.has(f) ? 'INTEGER' : I64.has(f) ? 'BIGINT' : 'VARCHAR';

async function duck(db, name, fields, table, options, types = {}, limit = '') {
  const cast = (f, v) => types[f]?.cast ? types[f].cast(sql(v)) : `${sql(v)}::${types[f]?.type ?? sqlType(f)}`;
  const values = table.map(r => `(${fields.map(f => cast(f, r[f])).join(', ')})`).join(',\n');
  const names = fields.map(f => `"${f}"`).join(', ');
  await db.run(`COPY (SELECT * FROM (VALUES ${values}) t(${names}) ${limit}) TO '${name}.parquet' (FORMAT parquet, ${options})`);
  twin(name, fields, limit ? [] : table);
}

function rust(name, fields, table, { nullable, group, set, absentString = '-' }) {
  const column = f => {
    const type = I32.has(f) ? new arrow.Int32() : I64.has(f) ? new arrow.Int64() : new arrow.Utf8();
    const value = v => v === null ? null : I64.has(f) ? BigInt(v) : v === '-' ? absentString : v;
    const vector = arrow.vectorFromArray(table.map(r => value(r[f])), type);
    return [new arrow.Field(f, type, nullable), vector];
  };
  const columns = fields.map(column);
  const schema = new arrow.Schema(columns.map(([field]) => field));
  const data = arrow.makeData({
    type: new arrow.Struct(schema.fields), length: table.length, nullCount: 0, children: columns.map(([, v]) => v.data[0]),
  });
  const ipc = arrow.tableToIPC(new arrow.Table(schema, new arrow.RecordBatch(schema, data)), 'stream');
  const properties = set(new parquet.WriterPropertiesBuilder().setMaxRowGroupSize(group)).build();
  writeFileSync(`${name}.parquet`, parquet.writeParquet(parquet.Table.fromIPCStream(ipc), properties));
  twin(name, fields, table);
}

const db = await (await DuckDBInstance.create(':memory:')).connect();
await duck(db, 'v2-gzip', V2, rows(2, 60), 'COMPRESSION gzip');
await duck(db, 'v2-empty-gzip', V2, rows(2, 1), 'COMPRESSION gzip', {}, 'LIMIT 0');
await duck(db, 'v5-snappy', V5, rows(5, 60), 'COMPRESSION snappy');
await duck(db, 'v11-zstd', V11, rows(11, 60), 'COMPRESSION zstd');
await duck(db, 'tgw-gzip', TGW, rows(6, 30), 'COMPRESSION gzip');
// What other tools make of the same columns on their way: widened, unsigned, scaled and dated.
await duck(db, 'types-uncompressed', V5, rows(5, 40), 'COMPRESSION uncompressed', {
  version: { type: 'UTINYINT' }, srcport: { type: 'DOUBLE' }, dstport: { type: 'FLOAT' }, protocol: { type: 'SMALLINT' },
  packets: { type: 'UBIGINT' }, bytes: { type: 'DECIMAL(18,2)' }, tcp_flags: { type: 'UINTEGER' },
  account_id: { type: 'BLOB' }, start: { cast: v => `make_timestamp(${v}::BIGINT * 1000000)` },
  end: { cast: v => `make_timestamp_ms(${v}::BIGINT * 1000)` },
});
const v2 = parquet.WriterVersion.V2;
rust('v5-groups-zstd', V5, rows(5, 50), {
  nullable: true, group: 7, set: b => b.setCompression(parquet.Compression.ZSTD),
});
rust('v5-page2-snappy', V5, rows(5, 50), {
  nullable: true, group: 1000, absentString: null, set: b => b.setWriterVersion(v2).setCompression(parquet.Compression.SNAPPY),
});
rust('v5-page2-delta-gzip', V5, rows(5, 50), {
  nullable: true, group: 20,
  set: b => b.setWriterVersion(v2).setDictionaryEnabled(false).setCompression(parquet.Compression.GZIP),
});
const full = rows(2, 60).filter(r => r.srcport !== null);
rust('v2-required-plain', V2, full, {
  nullable: false, group: 1000, set: b => b.setDictionaryEnabled(false).setCompression(parquet.Compression.UNCOMPRESSED),
});
