// CLI: a redrive that is interrupted, refused or lied to loses no message.

namespace Sluice.Pull.Tests;

public sealed class RedriveFaultTests
{
    private static readonly Emulator Aws = Emulator.Shared;

    private static bool Is(ProxiedRequest request, string action) => request.Target.EndsWith("." + action, StringComparison.Ordinal);

    [Theory]
    [InlineData("SendMessageBatch", "allow sqs:SendMessage on it, see 'sluice iam-policy --redrive'")]
    [InlineData("DeleteMessageBatch", "allow sqs:DeleteMessage on it, see 'sluice iam-policy --redrive'")]
    [InlineData("ReceiveMessage", "allow sqs:ReceiveMessage, sqs:DeleteMessage")]
    public async Task Denied_NamesThePermission_AndMovesAndCopiesNothing(string action, string expected)
    {
        using var letters = await DeadLetters.New(12, request => Is(request, action) ? Fault.Sqs(403, "AccessDeniedException", "not authorized") : null);
        var run = letters.Redrive("--yes");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.Equal((12, 0), await Aws.Depth(letters.Dead));
        Assert.Equal(0, await Aws.Left(letters.Source));
    }

    [Fact]
    public async Task Encrypted_KeyDenied_NamesThePermission()
    {
        using var letters = await DeadLetters.New(1, request => Is(request, "SendMessageBatch") ? Fault.Sqs(400, "KMS.AccessDeniedException", "no") : null);
        var run = letters.Redrive("--yes");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("allow kms:GenerateDataKey and kms:Decrypt on it", run.Error, StringComparison.Ordinal);
        Assert.Equal((1, 0), await Aws.Depth(letters.Dead));
    }

    [Theory]
    [InlineData("nowhere", null, "Queue nowhere does not exist in region us-east-1")]
    [InlineData(null, "nowhere", "Queue nowhere does not exist in region us-east-1")]
    [InlineData(null, "no name", "--destination: 'no name' is not a queue URL, ARN or name")]
    public async Task Queue_ThatIsNot_OneClearLine(string? queue, string? destination, string expected)
    {
        using var letters = await DeadLetters.New(1);
        string[] words = letters.Words(["--yes", .. destination is null ? (string[])[] : ["--destination", destination]]);
        var run = Run.Sluice([.. words.Select(word => word == letters.Dead && queue is not null ? queue : word)]);
        Assert.Equal(destination == "no name" ? 2 : 3, run.ExitCode);
        Assert.StartsWith("sluice: " + expected, run.Error, StringComparison.Ordinal);
        Assert.Equal((1, 0), await Aws.Depth(letters.Dead));
    }

    [Fact]
    public async Task Send_OneOfABatchRefused_TheOthersMove_AndItIsGivenBack()
    {
        using var letters = await DeadLetters.New(5);
        string small = await DeadLetters.NewQueue("", ("MaximumMessageSize", "1024"));
        await Aws.Send(letters.Dead, new string('x', 2000));
        var run = letters.Redrive("--yes", "--destination", small);
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("sluice: 5 of 6 messages moved to http://", run.Error, StringComparison.Ordinal);
        Assert.Contains($"/{small}; about 1 message left in the dead-letter queue\n", run.Error, StringComparison.Ordinal);
        Assert.Contains("Message must be shorter than 1024 bytes", run.Error, StringComparison.Ordinal);
        Assert.Equal((1, 0), await Aws.Depth(letters.Dead));
        Assert.Equal(5, await Aws.Left(small));
    }

    [Fact]
    public async Task Send_LargeBodies_GoInBatchesThatSqsTakes()
    {
        using var letters = await DeadLetters.New(0);
        for (int i = 0; i < 6; i++)
            await Aws.Send(letters.Dead, new string('x', 200_000));
        var run = letters.Redrive("--yes");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal((0, 6), (await Aws.Left(letters.Dead), await Aws.Left(letters.Source)));
        Assert.All(letters.Door.Seen.Where(request => Is(request, "SendMessageBatch")), request => Assert.True(request.Body.Length < 300_000));
    }

    [Fact]
    public async Task Delete_RefusedAfterTheCopy_SaysThatItIsInBoth()
    {
        int deletes = 0;
        using var letters = await DeadLetters.New(12, request => Is(request, "DeleteMessageBatch") && deletes++ == 2 ? Fault.Sqs(403, "AccessDeniedException", "not any more") : null);
        var run = letters.Redrive("--yes");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("10 of 12 messages moved to", run.Error, StringComparison.Ordinal);
        Assert.Contains("; 2 messages copied but not deleted: now in both queues", run.Error, StringComparison.Ordinal);
        Assert.Equal((2, 0), await Aws.Depth(letters.Dead));
        Assert.Equal(12, await Aws.Left(letters.Source));
    }

    [Fact]
    public async Task Send_AnswerLostAndThrottled_AllArrive()
    {
        int sends = 0;
        using var letters = await DeadLetters.New(25, request => !Is(request, "SendMessageBatch") ? null : sends++ switch
        {
            0 => new Fault { LoseAnswer = true },
            2 => Fault.Sqs(400, "RequestThrottled"),
            3 => new Fault { Drop = true },
            _ => null,
        });
        var run = letters.Redrive("--yes", "--read-timeout", "1");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(0, await Aws.Left(letters.Dead));
        // What was taken without an answer is there twice.
        Assert.Equal(Enumerable.Range(0, 25), (await DeadLetters.Numbers(letters.Source)).Distinct().Order());
    }

    [Fact]
    public async Task Arrivals_WhileItMoves_AreLeft_AndCounted()
    {
        DeadLetters? letters = null;
        using (letters = await DeadLetters.New(3, request =>
        {
            if (Is(request, "SendMessageBatch"))
                letters!.Send(99).Wait();
            return null;
        }))
        {
            var run = letters.Redrive("--yes");
            Assert.Equal(0, run.ExitCode);
            Assert.Contains("3 of 3 messages moved to", run.Error, StringComparison.Ordinal);
            Assert.Contains("; about 1 message left in the dead-letter queue", run.Error, StringComparison.Ordinal);
            Assert.Equal(99, Assert.Single(await DeadLetters.Numbers(letters.Dead)));
        }
    }

    [Theory]
    [InlineData("SendMessageBatch", 2)]
    [InlineData("DeleteMessageBatch", 15)]
    public async Task Signal_InTheMiddle_DeletesWhatWasSent_AndGivesTheRestBack(string action, int signal)
    {
        SluiceProcess? process = null;
        int seen = 0;
        using var letters = await DeadLetters.New(55, request =>
        {
            if (Is(request, action) && ++seen == 3)
            {
                process!.Signal(signal);
                Thread.Sleep(300);
            }
            return null;
        });
        using (process = new SluiceProcess(null, letters.Words("--yes")))
        {
            Assert.Equal(0, await process.Ended(20));
            int[] moved = await DeadLetters.Numbers(letters.Source);
            Assert.InRange(moved.Length, 20, 30);
            Assert.Equal((55 - moved.Length, 0), await Aws.Depth(letters.Dead));
            Assert.Equal(Enumerable.Range(0, 55), moved.Concat(await DeadLetters.Numbers(letters.Dead)).Order());
            Assert.Contains(process.Errors, line => line.StartsWith($"sluice: {moved.Length} of 55 messages moved to", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("ReceiveMessage", 3)]
    [InlineData("SendMessageBatch", 1)]
    [InlineData("SendMessageBatch", 3)]
    [InlineData("DeleteMessageBatch", 4)]
    public async Task Kill_InTheMiddle_LosesNothing(string action, int at)
    {
        SluiceProcess? process = null;
        int seen = 0;
        using var letters = await DeadLetters.New(45, request =>
        {
            if (!Is(request, action) || ++seen != at)
                return null;
            // Carried out, and nobody hears of it.
            _ = Task.Run(async () =>
            {
                await Task.Delay(300);
                process!.Kill();
            });
            return new Fault { LoseAnswer = true };
        });
        using (process = new SluiceProcess(null, letters.Words("--yes", "--visibility-timeout", "3")))
        {
            await process.Ended(20);
            Assert.NotEqual(0, await Aws.Left(letters.Dead));
        }

        await Task.Delay(3500);
        var again = letters.Redrive("--yes");
        Assert.True(again.ExitCode == 0, again.Error);
        Assert.Equal(0, await Aws.Left(letters.Dead));
        int[] moved = await DeadLetters.Numbers(letters.Source);
        Assert.Equal(Enumerable.Range(0, 45), moved.Distinct().Order());
        Assert.InRange(moved.Length, 45, 55);
    }

    [Fact]
    public async Task GiveBack_Denied_IsSaid()
    {
        using var letters = await DeadLetters.New(2, request => Is(request, "ChangeMessageVisibilityBatch") ? Fault.Sqs(403, "AccessDeniedException") : null);
        Assert.Contains("2 could not be given back and stay hidden for a while", letters.Redrive("--dry-run").Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("| true", "standard output was closed before all messages were shown: nothing was moved")]
    [InlineData("> /dev/full", "standard output: No space left on device")]
    public async Task Output_ThatCannotBeWritten_MovesNothing(string redirect, string expected)
    {
        using var letters = await DeadLetters.New(3);
        var run = Run.Program("/bin/bash", default, "-c", $"{TerminalRun.Line(letters.Words("--yes"))} {redirect}; exit ${{PIPESTATUS[0]}}");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.Equal((3, 0), await Aws.Depth(letters.Dead));
        Assert.Equal(0, await Aws.Left(letters.Source));
    }
}
