using System.Text;
using Roadmap.Hubs.WebSockets;

namespace Roadmap.Tests.WebSockets;

public sealed class CloseFrameTextTests
{
    /// <summary>Of characters of one to four bytes, of which none is cut in two.</summary>
    [Theory]
    [InlineData("x", 123)]
    [InlineData("ü", 61)]
    [InlineData("读", 41)]
    [InlineData("🎓", 30)]
    public void A_reason_is_cut_to_what_a_close_frame_holds(string character, int fit)
    {
        var cut = CloseFrameText.Fit(string.Concat(Enumerable.Repeat(character, 200)));

        cut.ShouldBe(string.Concat(Enumerable.Repeat(character, fit)));
        Encoding.UTF8.GetByteCount(cut).ShouldBeLessThanOrEqualTo(123);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(123)]
    public void A_reason_that_fits_stays(int length) => CloseFrameText.Fit(new string('x', length)).Length.ShouldBe(length);
}
