namespace MSCommerce.Stores.Sql.Exports;

/// <summary>
/// Sorts records by a number, however many they are, and leaves those of one number in the order in which they came. What memory does not hold is written, a
/// sorted run at a time, to a file that nobody else can open; the runs are read side by side.
/// </summary>
internal sealed class RecordSort : IDisposable
{
    private readonly RecordRun _run;
    private readonly List<RecordCursor> _spilled = [];
    private SpillFile? _file;
    private long _written;
    // A heap of the runs that have records left, by the place of each run: the first has the next record.
    private RecordCursor[] _heap = [];
    private int _left;
    private bool _hasBegun;

    /// <summary>Begins.</summary>
    /// <param name="capacity">How much of the records is held (bytes).</param>
    public RecordSort(int capacity) => _run = new(capacity);

    /// <summary>The number of the record that was read.</summary>
    public long Key => _spilled.Count == 0 ? _run.Key : _heap[0].Key;

    /// <summary>The record that was read; it lasts until the next.</summary>
    public ReadOnlySpan<byte> Record => _spilled.Count == 0 ? _run.Record : _heap[0].Record;

    /// <summary>Takes a record, before the first is read.</summary>
    public void Add(long key, ReadOnlySpan<byte> record)
    {
        if (!_run.HasRoom(record.Length))
            Spill();
        _run.Add(key, record);
    }

    /// <summary>Reads the next record.</summary>
    /// <returns>Whether there is one.</returns>
    public bool Read()
    {
        if (!_hasBegun)
            Begin();
        else if (_spilled.Count > 0 && _left > 0)
            Advance();
        return _spilled.Count == 0 ? _run.Read() : _left > 0;
    }

    public void Dispose() => _file?.Dispose();

    private void Begin()
    {
        _hasBegun = true;
        if (_spilled.Count == 0)
        {
            _run.Sort();
            return;
        }

        Spill();
        // The memory that held a run is now what is read ahead of each.
        var room = _run.Release();
        var share = room.Length / _spilled.Count;
        for (var run = 0; run < _spilled.Count; run++)
        {
            _spilled[run].Open(_file!, new ArraySegment<byte>(room, run * share, share));
            _spilled[run].Read();
        }

        _heap = [.. _spilled];
        _left = _heap.Length;
        for (var place = (_left / 2) - 1; place >= 0; place--)
            Sink(place);
    }

    private void Advance()
    {
        var key = _heap[0].Key;
        if (!_heap[0].Read())
            _heap[0] = _heap[--_left];
        else if (_heap[0].Key == key)
            return;
        Sink(0);
    }

    private void Sink(int place)
    {
        var sinking = _heap[place];
        while (true)
        {
            var child = (2 * place) + 1;
            if (child >= _left)
                break;
            if (child + 1 < _left && _heap[child + 1].IsBefore(_heap[child]))
                child++;
            if (!_heap[child].IsBefore(sinking))
                break;
            _heap[place] = _heap[child];
            place = child;
        }

        _heap[place] = sinking;
    }

    private void Spill()
    {
        if (_run.Count == 0)
            return;
        _file ??= new SpillFile();
        _run.Sort();
        var from = _written;
        while (_run.Read())
            _written += _file.Append(_run.Key, _run.Record);
        _file.Complete();
        _spilled.Add(new(_spilled.Count, from, _written));
        _run.Clear();
    }
}
