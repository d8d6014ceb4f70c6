using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace Roadmap.Benchmarks.Plots;

/// <summary>
/// A table as bars: its ratios, where 1 is the first row; where it has none, its first column of figures that have one unit.
/// </summary>
internal static class BarPlot
{
    private const string Ratio = "ratio";
    private const double Width = 900;
    private const double BarHeight = 16;
    private const double Frame = 130;

    /// <summary>The library measures text by one font, and each reader's machine has another.</summary>
    private const double WidestLetter = 7.6;

    /// <summary>From here on the short bars are not to be told apart on a plain scale.</summary>
    private const double WidestPlainScale = 30;

    private static readonly OxyColor[] s_colours =
    [
        OxyColor.FromRgb(0x1f, 0x6f, 0xb2), OxyColor.FromRgb(0xe0, 0x8e, 0x2b),
        OxyColor.FromRgb(0x2e, 0x8b, 0x57), OxyColor.FromRgb(0x8a, 0x4f, 0x9e),
    ];

    /// <summary>The drawing; null when there is nothing in the table to be compared.</summary>
    public static string? Draw(MeasuredTable table)
    {
        var columns = Enumerable.Range(1, table.Columns.Count - 1).ToList();
        var ratios = columns.Where(column => table.Columns[column].StartsWith(Ratio, StringComparison.Ordinal)).ToList();
        var shown = ratios.Count > 0 ? ratios : [.. columns.Where(column => HasFigures(table, column)).Take(1)];
        return shown.Count == 0 || table.Rows.Count < 2 ? null : Draw(table, shown, areRatios: ratios.Count > 0);
    }

    private static string Draw(MeasuredTable table, List<int> shown, bool areRatios)
    {
        var unit = areRatios ? "" : Figures(table, shown[0]).First().Unit;
        var values = shown.Select(column => table.Rows.Select(row => Quantity.Read(row[column])?.In(unit)).ToList()).ToList();
        var model = new PlotModel
        {
            Title = TitleOf(table, shown.Count, areRatios),
            TitleFontSize = 15,
            DefaultFont = "sans-serif",
            Background = OxyColors.White,
            PlotAreaBorderColor = OxyColors.LightGray,
            PlotMargins = new OxyThickness(12 + (WidestLetter * table.Rows.Max(row => row[0].Length)), double.NaN, double.NaN, double.NaN),
        };
        var names = new CategoryAxis
        {
            Position = AxisPosition.Left,
            StartPosition = 1,
            EndPosition = 0,
            GapWidth = 0.4,
            TickStyle = TickStyle.None,
        };
        names.Labels.AddRange(table.Rows.Select(row => row[0].Replace("`", "", StringComparison.Ordinal)));
        model.Axes.Add(names);
        var inUnit = unit.Length > 0 ? $", {unit}" : "";
        model.Axes.Add(Scale(
            [.. values.SelectMany(column => column.OfType<double>())], areRatios ? null : $"{table.Columns[shown[0]]}{inUnit}"));
        for (var i = 0; i < shown.Count; i++)
        {
            var series = new BarSeries
            {
                Title = shown.Count > 1 ? table.Columns[shown[i] - 1] : null,
                FillColor = s_colours[i % s_colours.Length],
                BaseValue = model.Axes[1] is LogarithmicAxis scale ? scale.Minimum : 0,
                LabelPlacement = LabelPlacement.Outside,
                LabelMargin = 8,
                LabelFormatString = areRatios ? "{0:0.00}" : "{0:#,0.##}",
                FontSize = 11,
            };
            series.Items.AddRange(values[i].Select(value => new BarItem(value ?? double.NaN)));
            model.Series.Add(series);
        }

        if (areRatios)
        {
            model.Annotations.Add(new LineAnnotation
            {
                Type = LineAnnotationType.Vertical,
                X = 1,
                Color = OxyColors.DimGray,
                LineStyle = LineStyle.Dash,
                StrokeThickness = 1,
            });
            model.Legends.Add(new Legend
            {
                LegendPosition = LegendPosition.BottomCenter,
                LegendPlacement = LegendPlacement.Outside,
                LegendOrientation = LegendOrientation.Horizontal,
                LegendItemSpacing = 48,
            });
        }

        return SvgExporter.ExportToString(model, Width, Frame + (table.Rows.Count * (shown.Count + 0.7) * BarHeight), isDocument: false);
    }

    /// <summary>A single ratio is that of the first column, whatever stands between them.</summary>
    private static string TitleOf(MeasuredTable table, int shown, bool areRatios) => !areRatios
        ? table.Title
        : $"{table.Title}{(shown == 1 ? $", {table.Columns[1]}" : "")}: {(shown == 1 ? "ratio" : "ratios")} to “{table.Rows[0][0]}”";

    private static Axis Scale(List<double> values, string? title)
    {
        var (low, high) = (values.Where(value => value > 0).DefaultIfEmpty(1).Min(), values.Max());
        Axis scale = high / low > WidestPlainScale
            ? new LogarithmicAxis { Minimum = low / 2, Maximum = high * 2.5 }
            : new LinearAxis { Minimum = 0, Maximum = high * 1.12 };
        (scale.Position, scale.Title, scale.MajorGridlineStyle) = (AxisPosition.Bottom, title, LineStyle.Dot);
        return scale;
    }

    private static bool HasFigures(MeasuredTable table, int column) => Figures(table, column).ToList() is [var first, ..] figures
        && figures.Count == table.Rows.Count && figures.TrueForAll(first.IsLike);

    private static IEnumerable<Quantity> Figures(MeasuredTable table, int column) =>
        table.Rows.Select(row => Quantity.Read(row[column])).OfType<Quantity>();
}
