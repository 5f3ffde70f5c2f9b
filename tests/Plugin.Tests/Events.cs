// Tests: events as hosts and forwarders of every age write them.
using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using MessagePack;

namespace Sluice.Plugin.Tests;

/// <summary>Writes events with an independent MessagePack library, or byte by byte where that picks the form.</summary>
internal static class Events
{
    /// <summary>A line that every schema understands.</summary>
    public const string Line = "2 424805057484 eni-0f06a40fc9be596f6 212.83.179.156 10.0.0.96 123 123 17 2 152 1599665193 1599665488 ACCEPT OK";

    /// <summary>Its start.</summary>
    public const uint LineTime = 1599665193;

    /// <summary>An event time of its own, with nanoseconds.</summary>
    public static byte[] Time { get; } = [0xd7, 0x00, 0x65, 0x53, 0xf1, 0x00, 0x00, 0x00, 0x00, 0x05];

    /// <summary><c>[[time, {}], {key: text}]</c>, as the tail input of 5.1 writes it.</summary>
    public static byte[] Of(string text, string key = "log") =>
        [0x92, 0x92, .. Time, 0xdf, 0, 0, 0, 0, 0xdf, 0, 0, 0, 1, .. Text(key), .. Text(text)];

    /// <summary><c>[[time, metadata], body]</c> of ready parts.</summary>
    public static byte[] Of(byte[] metadata, byte[] body) => [0x92, 0x92, .. Time, .. metadata, .. body];

    /// <summary>A value of the library's choice of form.</summary>
    public static byte[] Value(Action<MessagePackBox> write)
    {
        var box = new MessagePackBox();
        write(box);
        return box.Finish();
    }

    /// <summary>A string in its shortest form.</summary>
    public static byte[] Text(string text) => Value(box => box.Text(text));

    /// <summary>A string as str32, which is longer than needed.</summary>
    public static byte[] WideText(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        byte[] wide = new byte[5 + utf8.Length];
        wide[0] = 0xdb;
        BinaryPrimitives.WriteUInt32BigEndian(wide.AsSpan(1), (uint)utf8.Length);
        utf8.CopyTo(wide, 5);
        return wide;
    }

    /// <summary>A binary value.</summary>
    public static byte[] Binary(string text) => Value(box => box.Binary(Encoding.UTF8.GetBytes(text)));

    /// <summary>The library's writer, which is a ref struct, behind methods that a lambda can call.</summary>
    internal sealed class MessagePackBox
    {
        private readonly ArrayBufferWriter<byte> _buffer = new();

        public MessagePackBox Text(string text) => Write((ref MessagePackWriter w) => w.Write(text));

        public MessagePackBox Binary(byte[] bytes) => Write((ref MessagePackWriter w) => w.Write(bytes));

        public MessagePackBox Map(int pairs) => Write((ref MessagePackWriter w) => w.WriteMapHeader(pairs));

        public MessagePackBox Array(int items) => Write((ref MessagePackWriter w) => w.WriteArrayHeader(items));

        public MessagePackBox Number(long value) => Write((ref MessagePackWriter w) => w.Write(value));

        public MessagePackBox Float(double value) => Write((ref MessagePackWriter w) => w.Write(value));

        public MessagePackBox Nil() => Write((ref MessagePackWriter w) => w.WriteNil());

        public MessagePackBox Extension(sbyte type, byte[] data) =>
            Write((ref MessagePackWriter w) => w.WriteExtensionFormat(new ExtensionResult(type, new ReadOnlySequence<byte>(data))));

        public MessagePackBox Raw(byte[] bytes)
        {
            _buffer.Write(bytes);
            return this;
        }

        public byte[] Finish() => _buffer.WrittenSpan.ToArray();

        private MessagePackBox Write(WriteAction action)
        {
            var writer = new MessagePackWriter(_buffer);
            action(ref writer);
            writer.Flush();
            return this;
        }

        private delegate void WriteAction(ref MessagePackWriter writer);
    }
}
