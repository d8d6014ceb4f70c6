using System.Text;
using Roadmap.Watch.Running;

namespace Roadmap.Tests.Terminal;

/// <summary>What is progress in the output of a command, and what only looks like it.</summary>
public sealed class ProgressTextTests
{
    [Theory]
    [InlineData("42%", 42, "42%")]
    [InlineData("42.5 % done", 42.5, "42.5 % done")]
    [InlineData("3/10", 30, "3/10")]
    [InlineData("[3/10] compiling", 30, "[3/10] compiling")]
    [InlineData("step 3 / 10.", 30, "step 3 / 10.")]
    [InlineData("rows:  42%|████▏     | 42/100 [00:10<00:13,  4.20it/s]", 42, "rows: 42% 42/100 [00:10<00:13, 4.20it/s]")]
    [InlineData("\u001b[2K\u001b[32m 42%\u001b[0m of it", 42, "42% of it")]
    [InlineData("[=====>     ] 50%", 50, "50%")]
    [InlineData("######    60.0%", 60, "###### 60.0%")]
    public void It_is_found(string line, double percentage, string message) =>
        ProgressText.Find(line, isWhole: true).ShouldBe(new OutputProgress(percentage, message));

    [Theory]
    [InlineData("")]
    [InlineData("nothing")]
    [InlineData("/srv/3/10/data")]
    [InlineData("2026/11/26 12:03:04")]
    [InlineData("11/26/2026")]
    [InlineData("200% more")]
    [InlineData("-5%")]
    [InlineData("%42")]
    [InlineData("4 of 3: 4/3")]
    [InlineData("0/0")]
    [InlineData("v1.3/10")]
    [InlineData("50%off")]
    [InlineData("\u0663%")]
    [InlineData("\u0663/\u0664")]
    public void It_is_none(string line) => ProgressText.Find(line, isWhole: true).ShouldBeNull();

    [Fact]
    public void The_begin_of_a_line_may_be_a_percentage_and_no_fraction()
    {
        ProgressText.Find("3/1", isWhole: false).ShouldBeNull();
        ProgressText.Find("42%", isWhole: false).ShouldNotBeNull();
    }

    [Fact]
    public void Lines_are_the_same_however_their_bytes_are_cut()
    {
        var bytes = Encoding.UTF8.GetBytes("läuft 3/10\r\n学习 5/10\rnoch 7/10");
        for (var size = 1; size <= bytes.Length; size++)
        {
            var found = new List<double>();
            var lines = new ProgressLines(progress => found.Add(progress.Percentage));
            foreach (var part in bytes.Chunk(size))
                lines.Take(part);
            lines.End();

            found.ShouldBe([30, 50, 70]);
            lines.LastLine.ShouldBe("noch 7/10");
        }
    }

    [Fact]
    public void A_line_without_an_end_takes_no_more_than_some_memory()
    {
        var lines = new ProgressLines(_ => { });
        for (var n = 0; n < 1_000; n++)
            lines.Take(Encoding.UTF8.GetBytes(new string('x', 1_000)));
        lines.End();

        lines.LastLine.Length.ShouldBe(4_096);
    }
}
