"""Make one picture into many: cropped, moved, seen by another camera, with a blank square."""

from torchvision.transforms import v2

from ml.vision.recipe import VisionRecipe


def cropping(recipe: VisionRecipe, size: int) -> v2.Transform | None:
    """Random parts of photos, if the recipe wants them."""
    if recipe.smallest_crop == 1:
        return None
    return v2.RandomResizedCrop(size, (recipe.smallest_crop, 1.0), interpolation=v2.InterpolationMode.BICUBIC)


def moves(recipe: VisionRecipe, size: int) -> v2.Transform:
    """What happens to a picture of the network's size: another camera, moved, RandAugment."""
    steps: list[v2.Transform] = [v2.RandomApply([another_camera()], p=recipe.camera)] if recipe.camera else []
    if recipe.shift:
        steps.append(v2.RandomCrop(size, padding=recipe.shift, padding_mode="reflect"))
    if recipe.random_augment:
        steps.append(v2.RandAugment(magnitude=recipe.random_augment))
    return v2.Compose(steps) if steps else v2.Identity()


def another_camera() -> v2.Transform:
    """What happens to photos on their way: other light, softer or sharper, another JPEG quality."""
    sharpness = [v2.GaussianBlur(3, (0.1, 0.6)), v2.RandomAdjustSharpness(2, p=1), v2.Identity()]
    return v2.Compose([v2.ColorJitter(0.2, 0.2, 0.2), v2.RandomChoice(sharpness), v2.JPEG((40, 95))])


def erasing(recipe: VisionRecipe) -> v2.Transform | None:
    """One blank square in each normalised picture (DeVries and Taylor 2017, arXiv:1708.04552)."""
    area = recipe.cutout**2
    return v2.RandomErasing(p=1.0, scale=(area, area), ratio=(1.0, 1.0), value=0) if area else None
