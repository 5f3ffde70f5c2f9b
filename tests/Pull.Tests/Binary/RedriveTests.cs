// CLI: dead letters are moved back whole, each where it came from, and none that was not shown.
using System.Text.Json.Nodes;

namespace Sluice.Pull.Tests;

public sealed class RedriveTests
{
    private static readonly Emulator Aws = Emulator.Shared;

    [Fact]
    public async Task Redrive_Yes_MovesWholeMessages_AndShowsThem()
    {
        using var letters = await DeadLetters.New(23);
        var run = letters.Redrive("--yes");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains($"sluice: 23 of 23 messages moved to {Aws.QueueUrl(letters.Source)}\n", run.Error, StringComparison.Ordinal);
        Assert.Contains(run.Lines, line => line == "    s3://bucket/k22");
        Assert.Contains(run.Lines, line => line.Contains("  s3  age ", StringComparison.Ordinal) && line.EndsWith("receives 1", StringComparison.Ordinal));
        Assert.Equal(0, await Aws.Left(letters.Dead));
        var moved = await DeadLetters.Read(letters.Source);
        Assert.Equal(23, moved.Count);
        Assert.All(moved, message =>
        {
            string number = (string)message["MessageAttributes"]!["number"]!["StringValue"]!;
            Assert.Contains($"\"key\":\"k{number}\"", (string)message["Body"]!, StringComparison.Ordinal);
            Assert.Equal("Number", (string)message["MessageAttributes"]!["number"]!["DataType"]!);
            Assert.Equal(("Binary.own", "AAEC/w=="), ((string)message["MessageAttributes"]!["bytes"]!["DataType"]!, (string)message["MessageAttributes"]!["bytes"]!["BinaryValue"]!));
        });
    }

    [Theory]
    [InlineData("name")]
    [InlineData("arn")]
    [InlineData("url")]
    public async Task Redrive_Destination_GoesThere(string form)
    {
        using var letters = await DeadLetters.New(2);
        letters.Sources = null;
        string other = await Aws.NewQueue();
        var run = letters.Redrive("--yes", "--destination", Form(other, form));
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal((0, 0, 2), (await Aws.Left(letters.Dead), await Aws.Left(letters.Source), await Aws.Left(other)));
    }

    [Theory]
    [InlineData("name")]
    [InlineData("arn")]
    [InlineData("url")]
    public async Task Redrive_ToItself_IsRefused(string form)
    {
        using var letters = await DeadLetters.New(2);
        var run = letters.Redrive("--yes", "--destination", Form(letters.Dead, form));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("is the dead-letter queue itself", run.Error, StringComparison.Ordinal);
        Assert.Equal((2, 0), await Aws.Depth(letters.Dead));
        Assert.Equal(0, letters.Calls("ReceiveMessage"));
    }

    [Fact]
    public async Task Redrive_MessagesThatSayWhereTheyCameFrom_GoThere()
    {
        string[] sources = [await Aws.NewQueue(), await Aws.NewQueue()];
        int receives = 0;
        DeadLetters? letters = null;
        JsonNode? given = null;
        using (letters = await DeadLetters.New(3, request => request.Target.EndsWith("ReceiveMessage", StringComparison.Ordinal) && receives++ == 0
            ? new Fault { Status = 200, Headers = "Content-Type: application/x-amz-json-1.0\r\n", Body = given!.ToJsonString() } : null))
        {
            // SQS sets the attribute; the emulator does not.
            var messages = await DeadLetters.Read(letters.Dead);
            for (int i = 0; i < messages.Count; i++)
                messages[i]["Attributes"]!["DeadLetterQueueSourceArn"] = Form(sources[i % 2], "arn");
            given = new JsonObject { ["Messages"] = new JsonArray([.. messages]) };
            letters.Sources = [.. sources.Select(Aws.QueueUrl), Aws.QueueUrl(letters.Source)];
            var run = letters.Redrive("--yes");
            Assert.True(run.ExitCode == 0, run.Error);
            Assert.Contains($"2 messages to {Aws.QueueUrl(sources[0])}\n1 message to {Aws.QueueUrl(sources[1])}\n", run.Error, StringComparison.Ordinal);
            Assert.Contains("3 of 3 messages moved to these 2 queues", run.Error, StringComparison.Ordinal);
            Assert.Equal((0, 0, 2, 1), (await Aws.Left(letters.Dead), await Aws.Left(letters.Source), await Aws.Left(sources[0]), await Aws.Left(sources[1])));
        }
    }

    [Fact]
    public async Task Redrive_WhereToIsNotKnown_AsksForTheDestination_AndGivesBack()
    {
        using var letters = await DeadLetters.New(2);
        letters.Sources = null;
        var denied = letters.Redrive("--yes");
        Assert.Equal(2, denied.ExitCode);
        Assert.Contains("--destination: missing; 2 of 2 messages do not say which queue they come from", denied.Error, StringComparison.Ordinal);
        Assert.Contains("allow sqs:ListDeadLetterSourceQueues on it", denied.Error, StringComparison.Ordinal);

        letters.Sources = ["http://localhost/1/a", "http://localhost/1/b"];
        Assert.Contains("2 queues have this dead-letter queue: http://localhost/1/a, http://localhost/1/b", letters.Redrive("--yes").Error, StringComparison.Ordinal);

        letters.Sources = [];
        int before = letters.Calls("ReceiveMessage");
        var none = letters.Redrive("--yes");
        Assert.Equal(2, none.ExitCode);
        Assert.Contains($"no queue has {letters.Dead} as its dead-letter queue. Is --queue the right one?", none.Error, StringComparison.Ordinal);
        Assert.Equal(before, letters.Calls("ReceiveMessage"));
        Assert.Equal((2, 0), await Aws.Depth(letters.Dead));
    }

    [Fact]
    public async Task Redrive_WithoutATerminal_RefusesBeforeItLooks()
    {
        using var letters = await DeadLetters.New(2);
        var run = letters.Redrive();
        Assert.Equal((2, 0), (run.ExitCode, run.Lines.Length));
        Assert.Equal("sluice: no terminal to ask for confirmation: use --yes to move without it, or --dry-run to only list\n", run.Error);
        Assert.Empty(letters.Door.Seen);
    }

    [Fact]
    public async Task Redrive_DryRun_ShowsAndGivesBackAtOnce()
    {
        using var letters = await DeadLetters.New(12);
        var run = letters.Redrive("--dry-run", "--yes");
        Assert.Equal((0, 24), (run.ExitCode, run.Lines.Length));
        Assert.Contains($"12 messages, 12 objects: nothing was moved; they would go to {Aws.QueueUrl(letters.Source)}", run.Error, StringComparison.Ordinal);
        Assert.Equal((12, 0), await Aws.Depth(letters.Dead));
        Assert.Equal((0, 0), (letters.Calls("SendMessageBatch"), letters.Calls("DeleteMessageBatch")));
    }

    [Fact]
    public async Task Redrive_HostileKey_IsEscaped()
    {
        using var letters = await DeadLetters.New(0);
        await Aws.Send(letters.Dead, FlowText.Event("bucket", "AWSLogs/\u001b[2J\n\u202e.log"));
        var run = letters.Redrive("--dry-run");
        Assert.Contains(run.Lines, line => line.Contains("AWSLogs/", StringComparison.Ordinal));
        Assert.DoesNotContain(string.Join('\n', run.Lines) + run.Error, c => c is '\u001b' or '\u202e');
    }

    [Fact]
    public async Task Redrive_EmptyQueue_SaysSo()
    {
        using var letters = await DeadLetters.New(0);
        var run = letters.Redrive("--yes");
        Assert.Equal((0, $"sluice: queue {letters.Dead} is empty\n"), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task Redrive_Max_MovesNoMore_AndSaysWhatIsLeft()
    {
        using var letters = await DeadLetters.New(15);
        var run = letters.Redrive("--yes", "--max", "12");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("12 of 12 messages moved to", run.Error, StringComparison.Ordinal);
        Assert.Contains("; about 3 messages left in the dead-letter queue", run.Error, StringComparison.Ordinal);
        Assert.Equal((3, 12), (await Aws.Left(letters.Dead), await Aws.Left(letters.Source)));
    }

    [Theory]
    [InlineData("y\n", 3)]
    [InlineData("YES\n", 3)]
    [InlineData("n\n", 0)]
    [InlineData("\n", 0)]
    [InlineData("yesterday\n", 0)]
    [InlineData("\u0004", 0)]
    [InlineData("\u0003", 0)]
    public async Task Redrive_OnATerminal_AsksOnce(string answer, int moved)
    {
        using var letters = await DeadLetters.New(3);
        using var run = new TerminalRun(TerminalRun.Line(letters.Words()));
        await run.Until($"Move 3 messages to {Aws.QueueUrl(letters.Source)}? [y/N] ");
        await run.Press(answer);
        int exitCode = await run.Ended();
        Assert.True(exitCode == 0, $"exit code {exitCode}: {run.Shown}");
        Assert.Contains("s3://bucket/k2", run.Shown, StringComparison.Ordinal);
        Assert.Contains(moved == 0 ? "3 messages, 3 objects: nothing was moved" : "3 of 3 messages moved", run.Shown, StringComparison.Ordinal);
        Assert.Equal((3 - moved, 0), await Aws.Depth(letters.Dead));
        Assert.Equal(moved, await Aws.Left(letters.Source));
    }

    [Fact]
    public async Task Redrive_AnswerThatTakesLong_MessagesStayHiddenMeanwhile()
    {
        using var letters = await DeadLetters.New(3);
        using var run = new TerminalRun(TerminalRun.Line(letters.Words("--visibility-timeout", "2")));
        await run.Until("[y/N] ");
        for (int i = 0; i < 10; i++)
        {
            await Task.Delay(500);
            Assert.Equal((0, 3), await Aws.Depth(letters.Dead));
        }
        await run.Press("y\n");
        Assert.Equal(0, await run.Ended());
        Assert.Equal((0, 3), (await Aws.Left(letters.Dead), await Aws.Left(letters.Source)));
    }

    [Fact]
    public async Task Redrive_Fifo_KeepsGroupsAndOrder_AndIsNotTakenForTheFirstCopy()
    {
        using var letters = await DeadLetters.New(0, suffix: ".fifo");
        for (int i = 0; i < 8; i++)
        {
            // What was sent to the source within five minutes with these ids is dropped there as a duplicate.
            foreach (string queue in (string[])[letters.Source, letters.Dead])
            {
                await Aws.Sqs("SendMessage", new JsonObject
                {
                    ["QueueUrl"] = Aws.QueueUrl(queue),
                    ["MessageBody"] = DeadLetters.Body(i),
                    ["MessageGroupId"] = $"g{i % 2}",
                    ["MessageDeduplicationId"] = $"d{i}",
                });
            }
        }
        await Aws.Sqs("PurgeQueue", new JsonObject { ["QueueUrl"] = Aws.QueueUrl(letters.Source) });
        // While messages of a group are held, SQS gives out no others of it.
        for (int runs = 0; runs < 8 && await Aws.Left(letters.Dead) > 0; runs++)
        {
            var run = letters.Redrive("--yes");
            Assert.True(run.ExitCode == 0, run.Error);
        }
        Assert.Equal((0, 8), (await Aws.Left(letters.Dead), await Aws.Left(letters.Source)));
        var moved = new List<JsonNode>();
        for (int i = 0; i < 4; i++)
        {
            var some = await DeadLetters.Read(letters.Source);
            moved.AddRange(some);
            foreach (var message in some)
                await Aws.Sqs("DeleteMessage", new JsonObject { ["QueueUrl"] = Aws.QueueUrl(letters.Source), ["ReceiptHandle"] = (string)message["ReceiptHandle"]! });
        }
        foreach (int group in (int[])[0, 1])
        {
            Assert.Equal(Enumerable.Range(0, 8).Where(i => i % 2 == group).Select(i => $"\"key\":\"k{i}\""), moved
                .Where(message => (string)message["Attributes"]!["MessageGroupId"]! == $"g{group}")
                .Select(message => System.Text.RegularExpressions.Regex.Match((string)message["Body"]!, "\"key\":\"k\\d+\"").Value));
        }
    }

    private static string Form(string queue, string form) => form switch
    {
        "arn" => $"arn:aws:sqs:{Emulator.Region}:000000000000:{queue}",
        "url" => Aws.QueueUrl(queue),
        _ => queue,
    };
}
