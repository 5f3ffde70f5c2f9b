// Ecs: schema ecs, in the order of docs/SCHEMAS.md.
using Sluice.Core.Encodings;
using Sluice.Core.Identity;
using Sluice.Core.Schemas.Shared;
using Sluice.Core.Text;
using Sluice.Core.VpcFlow;

namespace Sluice.Core.Schemas.Ecs;

/// <summary>ECS in full. The size of a map is written at its end, because most keys may be absent.</summary>
internal sealed unsafe class EcsEncoder<TWriter> : SchemaEncoder<TWriter>
    where TWriter : struct, IRecordWriter
{
    private readonly EcsLiterals<TWriter> _literals;
    private readonly EcsEvent<TWriter> _event;
    private readonly EcsTraffic<TWriter> _traffic;
    private readonly VpcFlowFields<TWriter> _fields;
    private Origin? _origin;
    private Literal _s3;

    /// <summary>Encodes the constants; those of <c>data_stream</c> only where a namespace is given.</summary>
    public EcsEncoder(string? dataStreamNamespace)
    {
        // Records arrive minutes after their flow began; with its end as @timestamp, searches of the last minutes find them.
        TimeIsEnd = true;
        _literals = new EcsLiterals<TWriter>(Arena, dataStreamNamespace);
        _event = new EcsEvent<TWriter>(_literals);
        _traffic = new EcsTraffic<TWriter>(_literals);
        _fields = new VpcFlowFields<TWriter>(_literals);
    }

    protected internal override int KeyBytes(FlowLine line) =>
        _fields.KeyBytes(line) + (line.LogGroup.Length + line.LogStream.Length) * RecordText.MaxGrowth;

    public override byte* Body(byte* at, FlowLine line, long offset)
    {
        TWriter w = default;
        w.At = at;
        byte* top = w.OpenMap();
        int pairs = 1 + _literals.HeadPairs;
        long time = TimeOf(line);
        if (time >= 0)
        {
            pairs++;
            w.Put(_literals.Timestamp);
            w.Time(ref _event.Time, time);
        }

        w.Put(_literals.Head); // data_stream, ecs
        w.At = _event.Write(w.At, line, _origin, offset);
        w.At = _traffic.Network(w.At, line, ref pairs);
        w.At = _traffic.Endpoint(w.At, line, true, ref pairs);
        w.At = _traffic.Endpoint(w.At, line, false, ref pairs);
        w.At = _traffic.Related(w.At, line, ref pairs);
        w.At = Cloud(w.At, line, ref pairs);
        w.At = Observer(w.At, line, ref pairs);
        w.At = Workload(w.At, line, ref pairs);
        w.At = Aws(w.At, line, ref pairs);
        w.At = LogOffset(w.At, offset, ref pairs);
        w.CloseMap(top, pairs);
        return w.At;
    }

    private byte* LogOffset(byte* at, long offset, ref int top)
    {
        if (_origin is null)
            return at;
        TWriter w = default;
        w.At = at;
        top++;
        w.Put(_literals.LogOffset);
        w.Integer(offset);
        w.EndMap();
        return w.At;
    }

    private byte* Cloud(byte* at, FlowLine line, ref int top)
    {
        TWriter w = default;
        w.At = at;
        w.Put(_literals.CloudKey);
        byte* map = w.OpenMap();
        int pairs = 1;
        w.Put(_literals.Provider);
        w.At = EcsPairs<TWriter>.NestedPair(w.At, _literals.AccountId, line.AccountIsNumber ? line.Account : default, line, ref pairs);
        Slice region = line.Get(FlowField.Region);
        if (!line.Columns.Has(FlowField.Region) && _origin is not null)
            region = _origin.Region;
        w.At = EcsPairs<TWriter>.TextPair(w.At, _literals.RegionKey, region, line.FieldsAreClean, ref pairs);
        w.At = EcsPairs<TWriter>.TextPair(w.At, _literals.ZoneKey, line.Get(FlowField.AzId), line.FieldsAreClean, ref pairs);
        w.At = EcsPairs<TWriter>.NestedPair(w.At, _literals.InstanceId, line.Get(FlowField.InstanceId), line, ref pairs);
        return EcsPairs<TWriter>.Close(at, w.At, map, pairs, ref top);
    }

    private byte* Observer(byte* at, FlowLine line, ref int top)
    {
        if (!line.Interface.IsPresent)
            return at;
        TWriter w = default;
        w.At = at;
        top++;
        bool egress = line.Get(FlowField.FlowDirection).Span.SequenceEqual("egress"u8);
        w.Put(egress ? _literals.ObserverEgress : _literals.ObserverIngress);
        w.String(line.Interface.Start, line.Interface.Length, line.FieldsAreClean);
        w.EndMap(3);
        return w.At;
    }

    /// <summary>Writes container, orchestrator and service.</summary>
    private byte* Workload(byte* at, FlowLine line, ref int top)
    {
        at = EcsPairs<TWriter>.NestedPair(at, _literals.ContainerId, line.Get(FlowField.EcsContainerId), line, ref top);
        TWriter w = default;
        w.At = at;
        w.Put(_literals.OrchestratorKey);
        byte* map = w.OpenMap();
        int pairs = 0;
        w.At = IdAndName(w.At, _literals.ClusterKey, line.Get(FlowField.EcsClusterArn), line.Get(FlowField.EcsClusterName), line, ref pairs);
        w.At = IdAndName(w.At, _literals.ResourceKey, line.Get(FlowField.EcsContainerInstanceId), line.Get(FlowField.EcsContainerInstanceArn), line, ref pairs);
        at = EcsPairs<TWriter>.Close(at, w.At, map, pairs, ref top);
        return EcsPairs<TWriter>.NestedPair(at, _literals.ServiceName, line.Get(FlowField.EcsServiceName), line, ref top);
    }

    private byte* IdAndName(byte* at, Literal key, Slice id, Slice name, FlowLine line, ref int pairs)
    {
        TWriter w = default;
        w.At = at;
        w.Put(key);
        byte* map = w.OpenMap();
        int inner = 0;
        w.At = EcsPairs<TWriter>.TextPair(w.At, _literals.PlainId, id, line.FieldsAreClean, ref inner);
        w.At = EcsPairs<TWriter>.TextPair(w.At, _literals.PlainName, name, line.FieldsAreClean, ref inner);
        return EcsPairs<TWriter>.Close(at, w.At, map, inner, ref pairs);
    }

    private byte* Aws(byte* at, FlowLine line, ref int top)
    {
        TWriter w = default;
        w.At = at;
        w.Put(_literals.AwsKey);
        byte* map = w.OpenMap();
        int pairs = 0;
        byte* before = w.At;
        w.Put(_literals.VpcflowKey);
        byte* inner = w.OpenMap();
        int fields = 0;
        w.At = _fields.Write(w.At, line, ref fields);
        w.At = EcsPairs<TWriter>.Close(before, w.At, inner, fields, ref pairs);
        if (_origin is not null)
        {
            pairs++;
            w.Put(_s3);
        }

        if (line.LogGroup.IsPresent || line.LogStream.IsPresent)
            w.At = CloudWatch(w.At, line, ref pairs);
        return EcsPairs<TWriter>.Close(at, w.At, map, pairs, ref top);
    }

    /// <summary>CloudWatch's log group and log stream, under the names that Elastic's CloudWatch input uses.</summary>
    private byte* CloudWatch(byte* at, FlowLine line, ref int outer)
    {
        TWriter w = default;
        w.At = at;
        w.Put(_literals.CloudWatchKey);
        byte* map = w.OpenMap();
        int pairs = 0;
        w.At = EcsPairs<TWriter>.TextPair(w.At, _literals.LogGroupKey, line.LogGroup, clean: false, ref pairs);
        w.At = EcsPairs<TWriter>.TextPair(w.At, _literals.LogStreamKey, line.LogStream, clean: false, ref pairs);
        return EcsPairs<TWriter>.Close(at, w.At, map, pairs, ref outer);
    }

    public override byte* MalformedBody(byte* at, Slice text, Slice reason, long offset)
    {
        TWriter w = default;
        w.At = at;
        byte* top = w.OpenMap();
        int pairs = 2 + _literals.HeadPairs;
        w.Put(_literals.Head); // data_stream, ecs
        w.Put(_literals.EventKey);
        byte* map = w.OpenMap();
        int inEvent = 4;
        w.Put(_literals.PipelineError); // kind, module, dataset; original comes last
        w.At = _event.Id(w.At, _origin, offset, ref inEvent);
        w.Put(_literals.OriginalKey);
        w.String(text.Start, text.Length, clean: false);
        w.CloseMap(map, inEvent);
        w.Put(_literals.ErrorMessage);
        w.String(reason.Start, reason.Length, clean: false);
        w.EndMap();
        if (_origin is not null)
        {
            pairs++;
            w.Put(_literals.AwsKey);
            w.Map(1);
            w.Put(_s3);
            w.EndMap();
        }

        w.At = LogOffset(w.At, offset, ref pairs);
        w.CloseMap(top, pairs);
        return w.At;
    }

    protected override void SetOrigin(OriginLiterals<TWriter>? origin)
    {
        _origin = origin?.Origin;
        if (origin is null)
            return;
        _s3 = origin.Make((ref TWriter w) =>
        {
            w.Key("s3"u8);
            w.Map(2);
            w.Key("bucket"u8);
            w.Map(1);
            w.Key("name"u8);
            origin.Bucket.Write(ref w);
            w.EndMap();
            w.Key("object"u8);
            w.Map(1);
            w.Key("key"u8);
            origin.Key.Write(ref w);
            w.EndMap(2);
        });
    }
}
