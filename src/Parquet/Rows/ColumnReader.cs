// Rows: one column of the rows being read: page after page, value by value.
using Sluice.Core.Inflate;
using Sluice.Parquet.Format;
using Sluice.Parquet.Limits;
using Sluice.Parquet.Pages;
using Sluice.Parquet.Values;

namespace Sluice.Parquet.Rows;

/// <summary>Holds a window of one page and a dictionary. For each row, every column is asked in turn.</summary>
internal sealed class ColumnReader
{
    // Levels that lie uncompressed in the file are read in small steps.
    private const int LevelWindow = 4 * 1024;

    private readonly SchemaElement _element;
    private readonly int _index;
    private readonly ValueForm _form;
    private readonly PageLoader _loader;
    private readonly ParquetLimits _limits;
    private readonly MemoryMeter _memory;
    private readonly PageBytes _page;
    private readonly PageBytes _levelBytes;
    private readonly HybridDecoder _levels = new();
    private readonly HybridDecoder _indexes = new();
    private readonly ColumnDictionary _dictionary;
    private readonly Dictionary<PageEncoding, ValueSource> _sources = [];

    private ColumnChunk _chunk;
    private long _at;
    private long _leftInChunk;
    private int _leftInPage;
    private bool _hasLevels;
    private ValueSource? _source;

    internal ColumnReader(in SchemaLeaf leaf, int index, ValueForm form, PageLoader loader, ParquetLimits limits, MemoryMeter memory, RowWriter entry, int window)
    {
        (_element, _index, _form, _loader, _limits, _memory) = (leaf.Element, index, form, loader, limits, memory);
        _page = new PageBytes(memory, window);
        _levelBytes = new PageBytes(memory, LevelWindow);
        _dictionary = new ColumnDictionary(memory, entry);
        Member = MemberOf(_element.Name);
    }

    internal string Name => _element.Name;

    /// <summary>The index of its leaf in the schema.</summary>
    internal int Index => _index;

    /// <summary>The member name with its quotes and colon, ready to be copied.</summary>
    internal byte[] Member { get; }

    /// <summary>Values were left out because they are not text.</summary>
    internal bool LeftOutBinary => _form is TextForm { LeftOut: true };

    /// <summary>Begins the chunk of the next row group.</summary>
    internal void Open(in ColumnChunk chunk)
    {
        Codecs.Check(chunk.Codec, chunk.Start);
        (_chunk, _at, _leftInChunk, _leftInPage) = (chunk, chunk.Start, chunk.Values, 0);
        _dictionary.Clear();
    }

    /// <summary>Writes the value of the next row; false, with nothing written, where the row has no value.</summary>
    internal bool TryWrite(RowWriter to)
    {
        if (_leftInPage == 0)
            NextPage();
        _leftInPage--;
        if (_hasLevels)
        {
            ulong level = _levels.Next();
            if (level != 1)
                return level == 0 ? false : throw _page.Corrupt($"has a level {level}");
        }
        return _source is null ? _dictionary.TryWrite(_indexes.Next(), _page, to) : _form.TryWrite(_source, to);
    }

    private void NextPage()
    {
        while (_leftInPage == 0)
        {
            PageHeader header = _loader.ReadHeader(ref _at);
            long data = _at;
            _at += header.Compressed;
            switch (header.Type)
            {
                case PageType.Data:
                    OpenData(header, data);
                    break;
                case PageType.DataV2:
                    OpenDataV2(header, data);
                    break;
                case PageType.Dictionary:
                    OpenDictionary(header, data);
                    break;
                default: // An index page only helps searches.
                    break;
            }
        }
    }

    private void OpenDictionary(in PageHeader header, long data)
    {
        if (header.Encoding is not (PageEncoding.Plain or PageEncoding.PlainDictionary) || _element.Type == PhysicalType.Boolean)
            throw Unsupported(header.Encoding, data);
        _loader.Load(_page, _index, _chunk.Codec, data, header.Compressed, header.Uncompressed);
        _dictionary.Load(_page, header.Values, SourceOf(PageEncoding.Plain, data), _form);
    }

    private void OpenData(in PageHeader header, long data)
    {
        _loader.Load(_page, _index, _chunk.Codec, data, header.Compressed, header.Uncompressed);
        _hasLevels = _element.IsOptional;
        if (_hasLevels)
        {
            if (header.LevelEncoding != PageEncoding.Rle)
                throw Unsupported(header.LevelEncoding, data);
            int length = _page.Int32();
            if (length < 0)
                throw _page.Corrupt("has levels of a negative length");
            _levelBytes.OpenPart(_page, length);
            _levels.Open(_levelBytes, 1);
        }
        OpenValues(header, data);
    }

    private void OpenDataV2(in PageHeader header, long data)
    {
        int levels = header.RepetitionBytes + header.DefinitionBytes;
        _hasLevels = _element.IsOptional;
        if (_hasLevels)
        {
            _loader.LoadStored(_levelBytes, data + header.RepetitionBytes, header.DefinitionBytes);
            _levels.Open(_levelBytes, 1);
        }
        _loader.Load(
            _page, _index, header.IsCompressed ? _chunk.Codec : PageCodec.Uncompressed,
            data + levels, header.Compressed - levels, header.Uncompressed - levels);
        OpenValues(header, data);
    }

    private void OpenValues(in PageHeader header, long data)
    {
        if (header.Values > _leftInChunk)
            throw _page.Corrupt("has more values than its column");
        _leftInChunk -= header.Values;
        _leftInPage = header.Values;
        if (header.Encoding is PageEncoding.PlainDictionary or PageEncoding.RleDictionary)
        {
            _source = null;
            // A page of NULLs may be empty.
            _indexes.Open(_page, _page.Left > 0 ? _page.Byte() : 0);
            return;
        }
        _source = SourceOf(header.Encoding, data);
        _source.Open(_page, header.Values);
    }

    private ValueSource SourceOf(PageEncoding encoding, long data)
    {
        if (_sources.TryGetValue(encoding, out ValueSource? source))
            return source;
        source = ValueSources.Of(_element, encoding, _limits.MaxLineBytes, _memory) ?? throw Unsupported(encoding, data);
        _sources.Add(encoding, source);
        return source;
    }

    private CorruptInputException Unsupported(PageEncoding encoding, long at) =>
        new($"a Parquet page has an encoding that is not supported for {_element.Type}: {encoding}", at);

    // Flow-log columns have `_` in their names. A file converted from text by another tool may keep the text's `-`.
    private static byte[] MemberOf(string name)
    {
        var to = new RowWriter();
        to.Quoted(System.Text.Encoding.UTF8.GetBytes(name.Replace('-', '_')));
        to.Byte((byte)':');
        return to.Written.ToArray();
    }
}
