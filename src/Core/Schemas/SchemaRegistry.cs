// Schemas: makes the encoder of a schema, or of raw lines, by the options.
using Sluice.Core.Encodings;
using Sluice.Core.Schemas.Aws;
using Sluice.Core.Schemas.Ecs;
using Sluice.Core.Schemas.Raw;
using Sluice.Core.Schemas.Sekoia;
using Sluice.Core.Schemas.Shared;
using Sluice.Core.Settings;

namespace Sluice.Core.Schemas;

/// <summary>The one place where encoders are made.</summary>
internal static class SchemaRegistry
{
    /// <summary>The encoder that <paramref name="options"/> ask for; throws <see cref="ArgumentException"/> when they are wrong.</summary>
    public static RecordEncoder Create(ParseOptions options)
    {
        RecordEncoder encoder = options.Encoding switch
        {
            OutputEncoding.MsgPack => Create<MsgPackWriter>(options),
            OutputEncoding.Ndjson or OutputEncoding.Lines => Create<JsonWriter>(options),
            _ => throw new ArgumentException($"encoding: unknown value {(int)options.Encoding}"),
        };
        encoder.HasMetadata = options.OriginMetadata;
        return encoder;
    }

    private static RecordEncoder Create<TWriter>(ParseOptions options)
        where TWriter : struct, IRecordWriter
    {
        if ((DataStream.Fault(options) ?? OriginFault(options)) is { } fault)
            throw new ArgumentException(fault);
        bool bare = options.Encoding == OutputEncoding.Lines;
        if (options.Emit != Emit.Records)
            return new LineEncoder<TWriter>(options.Emit, bare);
        if (bare)
            throw new ArgumentException("output: 'lines' needs emit raw or intake; the records of a schema are ndjson or msgpack");
        return options.Schema switch
        {
            Schema.Sekoia => new SekoiaEncoder<TWriter>(current: false),
            Schema.SekoiaCurrent => new SekoiaEncoder<TWriter>(current: true),
            Schema.Ecs => new EcsEncoder<TWriter>(options.DataStreamNamespace),
            Schema.Aws => new AwsEncoder<TWriter>(options.OriginFields),
            _ => throw new ArgumentException($"schema: unknown value {(int)options.Schema}"),
        };
    }

    private static string? OriginFault(ParseOptions options) => options.OriginFields && options.Schema != Schema.Aws
        ? $"origin_fields: only schema aws has them, and schema is {SchemaName.Of(options.Schema)}"
        : null;
}
