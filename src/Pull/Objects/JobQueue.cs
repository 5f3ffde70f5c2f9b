// Objects: the objects that wait for a reader. Messages take turns, so that one with a thousand objects
// starves no other.
using Sluice.Pull.Messages;
using Sluice.Pull.Time;

namespace Sluice.Pull.Objects;

/// <summary>Round robin over messages, first in, first out within one; takers wait, givers do not.</summary>
internal sealed class JobQueue(IEngineClock clock)
{
    private readonly LinkedList<(Receipt Receipt, Queue<ObjectJob> Jobs)> _messages = new();
    private readonly Dictionary<Receipt, Queue<ObjectJob>> _known = [];
    private bool _closed;

    /// <summary>Messages with objects that wait.</summary>
    public int Messages
    {
        get
        {
            lock (_known)
                return _known.Count;
        }
    }

    /// <summary>False when the queue is closed: the caller keeps the job then.</summary>
    public bool TryPut(ObjectJob job)
    {
        lock (_known)
        {
            if (_closed)
                return false;
            if (!_known.TryGetValue(job.Receipt, out var jobs))
            {
                _known[job.Receipt] = jobs = new();
                _messages.AddLast((job.Receipt, jobs));
            }
            jobs.Enqueue(job);
            clock.Pulse(_known);
            return true;
        }
    }

    /// <summary>Takes the next job; waits for it when <paramref name="wait"/>. Null when there is none, or none will come.</summary>
    public ObjectJob? Take(bool wait)
    {
        lock (_known)
        {
            while (_messages.Count == 0)
            {
                if (_closed || !wait)
                    return null;
                clock.Wait(_known);
            }
            var first = _messages.First!;
            var job = first.Value.Jobs.Dequeue();
            _messages.RemoveFirst();
            if (first.Value.Jobs.Count > 0)
                _messages.AddLast(first);
            else
                _known.Remove(job.Receipt);
            return job;
        }
    }

    /// <summary>Takes everything that waits.</summary>
    public List<ObjectJob> TakeAll()
    {
        lock (_known)
        {
            List<ObjectJob> all = [.. _messages.SelectMany(message => message.Jobs)];
            _messages.Clear();
            _known.Clear();
            return all;
        }
    }

    /// <summary>No more puts; takers get what is left and then nothing.</summary>
    public void Close()
    {
        lock (_known)
        {
            _closed = true;
            clock.PulseAll(_known);
        }
    }
}
